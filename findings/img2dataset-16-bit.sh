#!/usr/bin/env bash
# img2dataset 1.47.0 (PyPI), with opencv-python-headless 4.12.0.88; Python 3.11 or 3.12.
#
# Pictures of 16 bits a channel come out white and count as successes. They are decoded as they are and encoded as JPEG,
# where all above 255 of 65,535 becomes 255: an even ramp from black to white is one white area, grey or coloured. With
# transparency, what is left is white too, for it is laid over white as if it had 8 bits. So a shard holds white squares with
# the captions of scans, maps and renderings.
#
# Seen, a ramp of 96 by 64 through the resizer, mean of what JPEG holds (0 to 255; half of it would be right):
#   8-bit grey 128   16-bit grey 254   16-bit colour 254   16-bit with transparency 254
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export NO_ALBUMENTATIONS_UPDATE=1

python3 -m venv venv
venv/bin/pip install -q img2dataset==1.47.0 albumentations==1.4.24 opencv-python-headless==4.12.0.88 numpy==2.2.6 \
  pandas==2.3.3 pyarrow==21.0.0
venv/bin/python - <<'PYTHON'
import io
import sys

import cv2
import numpy as np
from img2dataset.resizer import Resizer

resizer = Resizer(image_size=64, resize_mode="keep_ratio", resize_only_if_bigger=False)
ramp = np.linspace(0, 65535, 96 * 64).reshape(64, 96).astype("uint16")
colour = np.repeat(ramp[:, :, None], 3, axis=2)
means = []
for name, picture in (("8-bit grey", (ramp >> 8).astype("uint8")), ("16-bit grey", ramp), ("16-bit colour", colour),
                      ("16-bit with transparency", np.concatenate([colour, np.full_like(colour[:, :, :1], 65535)], 2))):
    png = cv2.imencode(".png", picture)[1].tobytes()
    result, *_, error = resizer(io.BytesIO(png))
    assert error is None, error
    means.append(cv2.imdecode(np.frombuffer(result, "uint8"), cv2.IMREAD_GRAYSCALE).mean())
    print(f"{name:25} error {error}  mean {means[-1]:.0f}")
sys.exit(not (120 < means[0] < 135 and min(means[1:]) > 250))
PYTHON
