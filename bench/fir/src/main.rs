//! The worker process of fast_image_resize: resizes a picture of 4000×3000 pixels to 224×224 on one thread with AVX2.
//! The protocol on standard input and output is described in bench/README.md.

use std::collections::HashMap;
use std::error::Error;
use std::io::{self, BufRead, Write};

use fast_image_resize::images::Image;
use fast_image_resize::{CpuExtensions, FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};

const WIDTH: u32 = 4000;
const HEIGHT: u32 = 3000;
const SIDE: u32 = 224;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// A picture, and all that resizing it uses again.
struct Job {
    src: Image<'static>,
    dst: Image<'static>,
    resizer: Resizer,
    options: ResizeOptions,
}

impl Job {
    fn new() -> Result<Job> {
        let mut resizer = Resizer::new();
        // SAFETY: answer has asked the processor.
        unsafe { resizer.set_cpu_extensions(CpuExtensions::Avx2) };
        Ok(Job {
            src: Image::from_vec_u8(WIDTH, HEIGHT, picture(), PixelType::U8x3)?,
            dst: Image::new(SIDE, SIDE, PixelType::U8x3),
            resizer,
            options: ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Bilinear)),
        })
    }

    fn run(&mut self, repeat: usize) -> Result<()> {
        for _ in 0..repeat {
            self.resizer.resize(&self.src, &mut self.dst, &self.options)?;
        }
        Ok(())
    }
}

/// The picture that all contestants resize.
fn picture() -> Vec<u8> {
    let (width, height) = (WIDTH as usize, HEIGHT as usize);
    (0..3 * width * height)
        .map(|i| (7 * (i / 3 % width) + 13 * (i / 3 / width) + 50 * (i % 3)) as u8)
        .collect()
}

/// Answers one command: a value, or None if this isn't done here.
fn answer(jobs: &mut HashMap<String, Job>, command: &[&str]) -> Result<Option<String>> {
    match *command {
        _ if !CpuExtensions::Avx2.is_supported() => Ok(None),
        ["hello"] => Ok(Some(format!("fast_image_resize {}, AVX2", env!("FIR_VERSION")))),
        ["load", "resize"] => {
            jobs.insert("resize".into(), Job::new()?);
            Ok(Some(String::new()))
        }
        ["run", job, "1", repeat] => {
            jobs.get_mut(job).ok_or("the job isn't loaded")?.run(repeat.parse()?)?;
            Ok(Some(String::new()))
        }
        _ => Ok(None),
    }
}

fn main() -> Result<()> {
    let mut jobs = HashMap::new();
    let mut out = io::stdout();
    for line in io::stdin().lock().lines() {
        let line = line?;
        let command: Vec<&str> = line.split('\t').collect();
        match answer(&mut jobs, &command) {
            Ok(Some(value)) => writeln!(out, "ok\t{value}")?,
            Ok(None) => writeln!(out, "absent\tunsupported, or no AVX2")?,
            Err(reason) => writeln!(out, "error\t{reason}")?,
        }
        out.flush()?;
    }
    Ok(())
}
