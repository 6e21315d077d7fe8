#!/usr/bin/env bash
# transformers 4.57.3 and 5.24.0 (PyPI), with Pillow 12.0.0.
#
# A CLIP processor saved by version 5 has none of the files that readers of CLIP's folders look for. Version 4 wrote
# vocab.json, merges.txt, special_tokens_map.json and preprocessor_config.json; version 5 writes processor_config.json, in
# which what was preprocessor_config.json is one level deeper, under "image_processor", and of the tokenizer only
# tokenizer.json and its configuration, also for a tokenizer that was itself loaded from vocab.json and merges.txt.
#
# Seen:
#   4.57.3  merges.txt preprocessor_config.json special_tokens_map.json tokenizer.json tokenizer_config.json vocab.json
#   5.24.0  processor_config.json tokenizer.json tokenizer_config.json
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export HF_HUB_OFFLINE=1

mkdir from
echo '{"a": 0, "b": 1, "a</w>": 2, "b</w>": 3, "ab</w>": 4, "<|startoftext|>": 5, "<|endoftext|>": 6}' >from/vocab.json
printf '#version: 0.2\na b</w>\n' >from/merges.txt
cat >save.py <<'PYTHON'
import os
import sys

import transformers

try:
    from transformers import CLIPImageProcessorPil as Images
except ImportError:
    from transformers import CLIPImageProcessor as Images
tokenizer = transformers.CLIPTokenizerFast.from_pretrained("from")
to = f"saved-{transformers.__version__}"
transformers.CLIPProcessor(Images(), tokenizer).save_pretrained(to)
print(*sorted(os.listdir(to)))
PYTHON
for version in 4.57.3 5.24.0; do
  python3 -m venv "venv-$version"
  "venv-$version/bin/pip" install -q "transformers==$version" pillow==12.0.0
  "venv-$version/bin/python" save.py >"$version.txt" 2>messages || { cat messages; exit 1; }
  echo "$version  $(cat "$version.txt")"
done
files="merges.txt preprocessor_config.json special_tokens_map.json tokenizer.json tokenizer_config.json vocab.json"
[ "$(cat 4.57.3.txt)" = "$files" ]
[ "$(cat 5.24.0.txt)" = "processor_config.json tokenizer.json tokenizer_config.json" ]
