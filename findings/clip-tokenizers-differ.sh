#!/usr/bin/env bash
# open_clip_torch 3.3.0 (with ftfy 6.3.1) and transformers 5.24.0 (PyPI), both tokenizers over one and the same merges file.
#
# The two give CLIP's text model other numbers for one caption. open_clip's lets ftfy straighten quotation marks and widths
# and decodes HTML's entities, then lower-cases as Python does; transformers' does NFC and lower-cases letter by letter. A
# curly apostrophe is a token of its own kind and cuts the 's off, "&amp;" is three tokens, a Greek word that ends in sigma
# ends in another letter (Python writes a final sigma), a ligature and full-width letters become bytes. Plain ASCII agrees,
# so a check with "a photo of a cat" shows nothing.
#
# Seen (tokens with start and end; open_clip, transformers):
#   a photo of a cat                                    7  7  the same
#   the cat's "photo" &amp; ODOS, curly, Greek         17 23
#   "fine" with the ligature fi                         3  6
#   ABC in full width                                   3 11
#   ODOS in Greek, four letters                        10 10  but another last one
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export HF_HUB_OFFLINE=1

# open_clip's own file for the tokenizer and the merges are used; PyTorch, which it imports for the type of its result, is
# replaced by an empty module.
python3 -m venv venv
venv/bin/pip install -q transformers==5.24.0 ftfy==6.3.1 regex==2025.11.3 numpy==1.26.4
venv/bin/pip download -q --no-deps open_clip_torch==3.3.0
python3 -m zipfile -e open_clip_torch-*.whl open_clip_torch
cat >compare.py <<'PYTHON'
import importlib.util
import sys
import types

torch = types.ModuleType("torch")
torch.Tensor = torch.LongTensor = object
sys.modules["torch"] = torch
spec = importlib.util.spec_from_file_location("tokenizer", "open_clip_torch/open_clip/tokenizer.py")
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
ours = module.SimpleTokenizer()
del sys.modules["torch"]

import transformers  # noqa: E402 - after the empty module is gone

names = {"<start_of_text>": "<|startoftext|>", "<end_of_text>": "<|endoftext|>"}
theirs = transformers.CLIPTokenizer(vocab={names.get(token, token): number for token, number in ours.encoder.items()},
                                    merges=list(ours.bpe_ranks))
seen = []
for name, text in (("plain", "a photo of a cat"),
                   ("curly, entity, Greek", "the cat\u2019s \u201cphoto\u201d &amp; \u039f\u0394\u039f\u03a3"),
                   ("ligature", "\ufb01ne"), ("full width", "\uff21\uff22\uff23"), ("Greek", "\u039f\u0394\u039f\u03a3")):
    first = [ours.sot_token_id, *ours.encode(text), ours.eot_token_id]
    second = theirs(text)["input_ids"]
    seen.append((len(first), len(second), first == second))
    print(f"{name:22}{len(first):3}{len(second):3}  {'the same' if first == second else 'others'}")
sys.exit(seen != [(7, 7, True), (17, 23, False), (3, 6, False), (3, 11, False), (10, 10, False)])
PYTHON
venv/bin/python compare.py 2>messages || { cat messages; exit 1; }
