#!/usr/bin/env bash
# cn_clip 1.6.0 (PyPI).
#
# One caption, two sequences of numbers in one package. The model's vocabulary has no curly quotation marks, so the tokenizer
# that clip.tokenize uses gives [UNK] (100) for each. The data set that training and evaluation read lower-cases captions and
# makes the marks straight first (107). So a caption asked for through the API is not what the model was trained on, though
# both begin with the same string, quoted as Chinese is written.
#
# Seen, "on the sign is written: exit", the last word quoted:
#   clip.tokenize's tokenizer     4277 2094 677 1091 4708 100 1139 1366 100
#   after training's preparation  4277 2094 677 1091 4708 107 1139 1366 107
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

# The tokenizer and the function that prepares captions are taken out of the wheel; the rest of the package needs PyTorch.
python3 -m venv venv
venv/bin/pip install -q six==1.17.0
venv/bin/pip download -q --no-deps cn_clip==1.6.0
python3 -m zipfile -e cn_clip-*.whl wheel
venv/bin/python - <<'PYTHON'
import ast
import sys

sys.path.insert(0, "wheel/cn_clip/clip")
import bert_tokenizer

api = ast.parse(open("wheel/cn_clip/clip/utils.py", encoding="utf-8").read())
tokenize = next(node for node in api.body if isinstance(node, ast.FunctionDef) and node.name == "tokenize")
assert "_preprocess_text" not in ast.dump(tokenize)
data = ast.parse(open("wheel/cn_clip/training/data.py", encoding="utf-8").read())
prepare = [node for node in data.body if isinstance(node, ast.FunctionDef) and node.name == "_preprocess_text"]
exec(compile(ast.Module(prepare, []), "data.py", "exec"))

tokenizer = bert_tokenizer.FullTokenizer()
caption = "\u724c\u5b50\u4e0a\u5199\u7740\u201c\u51fa\u53e3\u201d"
api, training = (tokenizer.convert_tokens_to_ids(tokenizer.tokenize(text))
                 for text in (caption, _preprocess_text(caption)))
print("clip.tokenize's tokenizer    ", *api)
print("after training's preparation ", *training)
sys.exit([b for a, b in zip(api, training) if a != b] != [107, 107] or api.count(100) != 2)
PYTHON
