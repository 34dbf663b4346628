"""What torchvision's RandAugment and TrivialAugmentWide make of a picture with each operation and magnitude: augment.npz, augment.json.

augment.npz also has the magnitudes of all 31 bins, as SPACE_OPERATION. They are those of processors with FMA: torch.linspace
has other last bits without.

    pip install torch==2.15.0 torchvision==0.29.2 pillow==13.0.0 numpy==2.4.6
"""

import json

import numpy as np
import torch
from torchvision.transforms import v2

from goldens import HERE, photo, planes

NAMES = {
    "Identity": "identity", "ShearX": "shear_x", "ShearY": "shear_y", "TranslateX": "translate_x", "TranslateY": "translate_y", "Rotate": "rotate",
    "Brightness": "brightness", "Color": "color", "Contrast": "contrast", "Sharpness": "sharpness", "Posterize": "posterize", "Solarize": "solarize",
    "AutoContrast": "auto_contrast", "Equalize": "equalize",
}


def main():
    source = planes(photo(box=(190, 70, 202, 79)))
    arrays, index = {"uint8": source, "float32": source.astype(np.float32) / np.float32(255)}, []
    for space, transform, bins in [("rand", v2.RandAugment(), [1, 9, 30]), ("trivial", v2.TrivialAugmentWide(), [0, 4, 17, 30])]:
        for operation, (magnitudes, signed) in transform._AUGMENTATION_SPACE.items():
            table = magnitudes(31, *source.shape[1:])
            if table is not None:
                arrays[f"{space}_{NAMES[operation]}"] = table.numpy().astype(np.float32)
            for i in bins if table is not None else [0]:
                for sign in [1, -1] if signed else [1]:
                    magnitude = sign * float(table[i]) if table is not None else 0.0
                    for dtype in ["uint8", "float32"] if i not in (0, 30) else ["uint8"]:
                        a = torch.from_numpy(np.array(arrays[dtype]))
                        want = transform._apply_image_or_video_transform(a, operation, magnitude, "nearest", {torch.Tensor: None})
                        name = f"g{len(index):03}"
                        arrays[name] = want.numpy()
                        index.append({"space": space, "name": NAMES[operation], "bin": i, "magnitude": magnitude, "src": dtype, "want": name})
    np.savez_compressed(HERE / "augment.npz", **arrays)
    (HERE / "augment.json").write_text("[\n" + ",\n".join(json.dumps(e) for e in index) + "\n]\n")
    print(len(index), (HERE / "augment.npz").stat().st_size)


main()
