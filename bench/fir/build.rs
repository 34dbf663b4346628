//! Tells the program which version of fast_image_resize Cargo.lock has.

fn main() {
    println!("cargo:rerun-if-changed=Cargo.lock");
    let lock = std::fs::read_to_string("Cargo.lock").expect("Cargo.lock");
    let version = lock
        .split("name = \"fast_image_resize\"\nversion = \"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("fast_image_resize in Cargo.lock");
    println!("cargo:rustc-env=FIR_VERSION={version}");
}
