"""Records what the reference tokenizers give with the published vocabularies of CLIP and of Chinese BERT, which are not kept here.

    pip download --no-deps open_clip_torch cn_clip
    python make_real.py FOLDER [captions.jsonl]

FOLDER holds, from these wheels, `bpe_simple_vocab_16e6.txt.gz` and `tokenizer.py` of open_clip, `vocab.txt` and `bert_tokenizer.py` of cn_clip;
`texts.json`, `real.json` and two models of SentencePiece are written there. RealVocabularyTests reads them when CLIPPO_TOKENIZER_FILES names the folder.
"""

import gzip
import importlib.util
import sys
import types

import sentencepiece
from transformers import BertTokenizer, CLIPTokenizer

from references import *

folder = Path(sys.argv[1])


def module(name):
    """A file of a wheel, without the packages around it."""
    torch = types.ModuleType("torch")
    torch.LongTensor = torch.Tensor = object
    sys.modules.setdefault("torch", torch)
    spec = importlib.util.spec_from_file_location(name, folder / f"{name}.py")
    result = importlib.util.module_from_spec(spec)
    sys.modules[name] = result
    spec.loader.exec_module(result)
    return result


def texts():
    result = captions() + json.loads((here / "nasty.json").read_text(encoding="utf-8"))
    if len(sys.argv) > 2:
        records = [json.loads(line) for line in open(sys.argv[2], encoding="utf-8")]
        result += [texts[0] for record in records[::8] for texts in record["captions"].values() if texts]
    return result


def clip_tokenizers():
    lines = gzip.open(folder / "bpe_simple_vocab_16e6.txt.gz").read().decode().split("\n")
    merges = [tuple(line.split()) for line in lines[1 : 49152 - 256 - 2 + 1]]
    vocabulary = implied_vocabulary(merges, True, ["<|startoftext|>", "<|endoftext|>"])
    ours = clip(vocabulary, merges)
    fast = CLIPTokenizer(vocab=vocabulary, merges=merges)
    simple = module("tokenizer").SimpleTokenizer(bpe_path=str(folder / "bpe_simple_vocab_16e6.txt.gz"))
    frame = [simple.sot_token_id], [simple.eot_token_id]
    return {
        "tokenizers-clip": lambda text: ours.encode(text).ids, "transformers-clip": lambda text: fast(text)["input_ids"],
        "open_clip": lambda text: frame[0] + simple.encode(text) + frame[1]}


def bert_tokenizers():
    vocabulary = {line: index for index, line in enumerate((folder / "vocab.txt").read_text(encoding="utf-8").split("\n")) if line}
    ours = bert(vocabulary, True)
    fast = BertTokenizer(vocab=vocabulary)
    full = module("bert_tokenizer").FullTokenizer(vocab_file=str(folder / "vocab.txt"))
    def chinese_clip(text):
        ids = full.convert_tokens_to_ids(full.tokenize(text))
        return [vocabulary["[CLS]"]] + ids + [vocabulary["[SEP]"]]
    return {
        "tokenizers-bert": lambda text: ours.encode(text).ids, "transformers-bert": lambda text: fast(text)["input_ids"],
        "cn_clip": chinese_clip}


def sentence_pieces():
    """Not published ones, but with the normal forms that most of those have, whose tables are too large to keep here."""
    result = {}
    for rule in ["nmt_nfkc", "nmt_nfkc_cf"]:
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(captions()), model_prefix=str(folder / rule), vocab_size=4000, character_coverage=0.98,
            byte_fallback=rule == "nmt_nfkc", normalization_rule_name=rule, pad_id=0, eos_id=1, unk_id=2, bos_id=-1,
            num_threads=1, minloglevel=2)
        processor = sentencepiece.SentencePieceProcessor(model_file=str(folder / f"{rule}.model"))
        result[rule] = lambda text, processor=processor: processor.encode(text) + [1]
    return result


chosen = texts()
write(folder / "texts.json", chosen)
encoders = clip_tokenizers() | bert_tokenizers() | sentence_pieces()
write(folder / "real.json", {
    name: "".join(digest(encode(text)) for text in chosen) for name, encode in encoders.items()})
print(len(chosen), "texts")
