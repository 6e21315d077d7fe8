#!/usr/bin/env bash
# timm 1.0.31 (PyPI).
#
# The form of GELU changes inside one family, from one size of picture to the next. The SigLIP models of B/16 and of L/16 at
# 256 and 384 pixels compute the exact GELU, L/16 at 512 and B/32 the approximation by tanh: whoever takes the activation
# from the architecture's name ("SigLIP L/16") computes one of the two wrongly. Nothing in the weights tells.
#
# Seen:
#   tanh   vit_base_patch32_siglip_256 vit_large_patch16_siglip_512
#   exact  vit_base_patch16_siglip_{224,256,384,512} vit_large_patch16_siglip_{256,384}
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

# The definitions are read, not run: running them needs PyTorch.
python3 -m venv venv
venv/bin/pip download -q --no-deps timm==1.0.31
python3 -m zipfile -e timm-*.whl wheel
venv/bin/python - <<'PYTHON'
import ast
import re
import sys

tree = ast.parse(open("wheel/timm/models/vision_transformer.py", encoding="utf-8").read())
forms = {"gelu_tanh": [], "exact": []}
for function in tree.body:
    if isinstance(function, ast.FunctionDef) and re.fullmatch(r"vit_(base|large)_patch\d+_siglip_\d+", function.name):
        given = {word.arg: ast.literal_eval(word.value) for call in ast.walk(function)
                 if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "dict"
                 for word in call.keywords if word.arg in ("act_layer", "patch_size")}
        forms[given.get("act_layer", "exact")].append(function.name)
for form, names in forms.items():
    print(f"{form:10}", *names)
sys.exit(forms["gelu_tanh"] != ["vit_base_patch32_siglip_256", "vit_large_patch16_siglip_512"]
         or "vit_large_patch16_siglip_384" not in forms["exact"])
PYTHON
