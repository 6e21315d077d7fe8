"""The reference tokenizers, each as a function from a text to its ids, special tokens included."""

import base64
import json
from pathlib import Path

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

here = Path(__file__).parent
project = here.parents[2]

CLIP_PATTERN = r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"
GPT2_PATTERN = r"""'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"""


def captions():
    text = (project / "bench/captions/captions.tsv").read_text(encoding="utf-8")
    return [line.split("\t", 1)[1] for line in text.split("\n") if line]


def byte_letters():
    """The letter of each byte, in the order of GPT-2's ids."""
    visible = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in visible]
    return {byte: chr(byte) for byte in visible} | {byte: chr(256 + n) for n, byte in enumerate(others)}


def clip_frame(vocabulary):
    begin, end = "<|startoftext|>", "<|endoftext|>"
    return processors.TemplateProcessing(
        single=f"{begin} $A {end}", special_tokens=[(begin, vocabulary[begin]), (end, vocabulary[end])])


def clip_parts():
    """Normal form and words of CLIPTokenizerFast."""
    spaces = normalizers.Replace(Regex(r"\s+"), " ")
    words = pre_tokenizers.Split(Regex(CLIP_PATTERN), behavior="removed", invert=True)
    return (
        normalizers.Sequence([normalizers.NFC(), spaces, normalizers.Lowercase()]),
        pre_tokenizers.Sequence([words, pre_tokenizers.ByteLevel(add_prefix_space=False)]))


def clip(vocabulary, merges):
    tokenizer = Tokenizer(models.BPE(vocabulary, merges, end_of_word_suffix="</w>"))
    tokenizer.normalizer, tokenizer.pre_tokenizer = clip_parts()
    tokenizer.post_processor = clip_frame(vocabulary)
    return tokenizer


def gpt2(vocabulary, merges):
    tokenizer = Tokenizer(models.BPE(vocabulary, merges))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    end = "<|endoftext|>"
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"$A {end}", special_tokens=[(end, vocabulary[end])])
    return tokenizer


def bert(vocabulary, lowercase, longest=100):
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]", max_input_chars_per_word=longest))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=lowercase)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[(name, vocabulary[name]) for name in ["[CLS]", "[SEP]"]])
    return tokenizer


def implied_vocabulary(merges, ends_words, specials):
    """Ids as a file of merges implies them: bytes, bytes at a word's end, merges in order, special tokens."""
    letters = list(byte_letters().values())
    tokens = letters + ([letter + "</w>" for letter in letters] if ends_words else [])
    known = set(tokens)
    for left, right in merges:
        if left + right not in known:
            known.add(left + right)
            tokens.append(left + right)
    return {token: index for index, token in enumerate(tokens + specials)}


def token_bytes(token):
    values = {letter: byte for byte, letter in byte_letters().items()}
    return bytes(values[letter] for letter in token)


def read_merges(path):
    lines = path.read_text(encoding="utf-8").split("\n")[1:]
    return [tuple(line.split(" ")) for line in lines if line]


def digest(ids):
    """FNV-1a of 64 bits over whole ids, its upper half in hexadecimal digits."""
    value = 0xCBF29CE484222325
    for number in ids:
        value = (value ^ number) * 0x100000001B3 % 2**64
    return f"{value >> 32:08x}"


def truncated(tokenizer, text, limit):
    tokenizer.enable_truncation(limit)
    ids = tokenizer.encode(text).ids
    tokenizer.no_truncation()
    return ids


def write(path, value):
    path.write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
