"""Makes the files beside it: small vocabularies learned from bench/captions by the reference packages, and the ids that these packages
give for the 2,000 captions and a table of nasty strings.

Run with tokenizers 0.23.3, transformers 5.23.0, sentencepiece 0.2.3, tiktoken 0.14.0: python make_tokenizers.py
With the argument `vocabularies` it also learns the vocabularies anew.
"""

import io
import sys

import sentencepiece
import tiktoken
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers
from transformers import BertTokenizer, ByT5Tokenizer, CLIPTokenizer, SiglipTokenizer

from references import *

LIMITS = [8, 16, 77]

NASTY = [
    "", " ", "\t\n\r ", "a", "  leading and trailing  ", "two  spaces,   three", "tab\tand\nnewline\r\nand\u000bvertical\u000cfeed",
    "non\u00a0breaking\u202fnarrow\u3000ideographic\u2003em", "zero\u200bwidth\u200djoiner\u200cnon\ufeffbom\u2060word",
    "soft\u00adhyphen", "null\u0000and\u0001controls\u001f\u007f\u0085end", "line\u2028paragraph\u2029end",
    "replacement \ufffd character", "private \ue000 use", "👩\u200d👩\u200d👧\u200d👦 family", "🏳️\u200d🌈 flag and 🇩🇪🇯🇵", "👍🏽👋🏿 skin", "☃️ ✂︎ ©®™",
    "#️⃣ 1️⃣", "e\u0301 é Å Å ﬁ ﬂ ㎏ ½ ²", "a\u0323\u0307 a\u0307\u0323 q\u0307\u0323", "Z\u0351\u036b\u0343\u0324a\u0357l\u0329\u0338g\u0489o",
    "İstanbul ISPARTA ılık", "ΟΔΥΣΣΕΥΣ Σίσυφος", "STRASSE Straße ẞ", "Ǆ ǅ ǆ Ⅷ ⅷ Ⓐ", "ÀÉÎÕÜ àéîõü Ŷ", "Việt Nam Tiếng Việt", "한국어 텍스트 ᄒᆞᆫ글",
    "日本語のテキスト、カタカナ・ひらがな", "が ガ ｶﾞ パ", "中文字符和English混合123", "𠀀𠀁𪜀𫝀𬺀 㐀䶵", "豈更車 﨎 丽", "々〆〇〻",
    "ภาษาไทยไม่มีช่องว่าง", "ພາສາລາວ", "ភាសាខ្មែរ", "မြန်မာဘာသာ", "བོད་ཡིག", "नमस्ते दुनिया क्षत्रिय", "தமிழ் വാക്ക് ಕನ್ನಡ", "السلام عليكم ١٢٣", "שָׁלוֹם עולם",
    "עברית and العربية \u202bmixed\u202c \u2067x\u2069", "\u064bٌ\u0670 alone marks \u0301", "it's I'm you're we've he'll she'd don't IT'S", "'s 't're''ve '' 'quoted' ’curly’s",
    "1234567890 3.14 1,000,000 ١٢٣ ४५६ ➀ 五", "a1b2c3 x_y z-w", "!?!?... -- — … «» „“ ¡¿", "$€£¥ + = < > | ~ ^ `", "http://example.com/a?b=c&d=e#f",
    "snake_case CamelCase kebab-case", "&amp; &lt;b&gt; <b>html</b>", "a" * 99, "a" * 100, "a" * 101, "b" * 250 + " c", "好" * 120, "あ" * 60 + "。",
    "ab" * 40 + "\u0301" * 30, "\u1160\u11a8 \u3164 ﾠ", "᠎ mongolian ᠮᠣᠩᠭᠣᠯ", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𝟙𝟚𝟛 ①②③", "ꙮ Ꙁ Ⴀ ⴀ Ა", "‮reversed‬ ‏rtl‎ltr", "x\u0338 ≠ ∅ ∑ ∀x∈ℝ",
    "word\u0307 \u0307word wo\u0307rd", "ﷺ ﷽", "\U0001f600\U0001f601\U0001f923", "a b c d e f g h i j k l m n o p q r s t u v w x y z " * 3,
]


def record(name, encode, cut):
    """`cut(text, limit)` is the package's own truncation."""
    texts = captions()
    whole = [encode(text) for text in texts]
    nasty = [encode(text) for text in NASTY]
    for text in texts:
        for limit in LIMITS:
            full = encode(text)
            ids = cut(text, limit)
            assert len(ids) <= limit and (ids == full or ids[:-1] == full[: limit - 1] and ids[-1] == full[-1]), (name, text)
    write(here / f"{name}.json", {
        "captions": "".join(map(digest, whole)), "samples": whole[:10], "nasty": nasty,
        "cut": {str(limit): "".join(digest(cut(text, limit)) for text in NASTY) for limit in LIMITS}})
    print(name, sum(map(len, whole)), "tokens")


def record_package(name, tokenizer, second=None):
    for text in captions() + NASTY:
        ids = tokenizer.encode(text).ids
        assert second is None or second(text) == ids, (name, text, ids, second(text))
    record(name, lambda text: tokenizer.encode(text).ids, lambda text, limit: truncated(tokenizer, text, limit))


def learn_word_piece(path, lowercase):
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=lowercase)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    specials = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    tokenizer.train_from_iterator(
        captions(), trainers.WordPieceTrainer(vocab_size=2500, limit_alphabet=700, special_tokens=specials, show_progress=False))
    vocabulary = tokenizer.get_vocab()
    path.write_text("".join(token + "\n" for token in sorted(vocabulary, key=vocabulary.get)), encoding="utf-8")


def learn_merges(path, tokenizer, size, **options):
    tokenizer.train_from_iterator(captions(), trainers.BpeTrainer(
        vocab_size=size, initial_alphabet=list(byte_letters().values()), show_progress=False, **options))
    merges = json.loads(tokenizer.to_str())["model"]["merges"]
    path.write_text("#version: 0.2\n" + "".join(f"{left} {right}\n" for left, right in merges), encoding="utf-8")


def learn_sentence_pieces(path, kind):
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(captions()), model_writer=model, vocab_size=2600, model_type=kind, byte_fallback=True,
        character_coverage=0.98, normalization_rule_name="identity", pad_id=0, eos_id=1, unk_id=2, bos_id=-1, num_threads=1,
        minloglevel=2)
    path.write_bytes(model.getvalue())


def learn():
    learn_word_piece(here / "uncased.vocab.txt", True)
    learn_word_piece(here / "cased.vocab.txt", False)
    tokenizer = Tokenizer(models.BPE(end_of_word_suffix="</w>"))
    tokenizer.normalizer, tokenizer.pre_tokenizer = clip_parts()
    learn_merges(here / "clip.merges.txt", tokenizer, 2800, end_of_word_suffix="</w>")
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    learn_merges(here / "gpt2.merges.txt", tokenizer, 2500)
    for kind in ["unigram", "bpe"]:
        learn_sentence_pieces(here / f"{kind}.model", kind)


def read_vocabulary(path):
    return {line: index for index, line in enumerate(path.read_text(encoding="utf-8").split("\n")[:-1])}


def record_word_pieces():
    for name, lowercase in [("uncased", True), ("cased", False)]:
        vocabulary = read_vocabulary(here / f"{name}.vocab.txt")
        other = BertTokenizer(vocab=vocabulary, do_lower_case=lowercase)
        record_package(name, bert(vocabulary, lowercase), lambda text: other(text)["input_ids"])


def record_byte_pairs():
    merges = read_merges(here / "clip.merges.txt")
    vocabulary = implied_vocabulary(merges, True, ["<|startoftext|>", "<|endoftext|>"])
    other = CLIPTokenizer(vocab=vocabulary, merges=merges)
    record_package("clip", clip(vocabulary, merges), lambda text: other(text)["input_ids"])

    merges = read_merges(here / "gpt2.merges.txt")
    vocabulary = implied_vocabulary(merges, False, ["<|endoftext|>"])
    end = vocabulary["<|endoftext|>"]
    ranks = {token_bytes(token): rank for token, rank in vocabulary.items() if rank != end}
    ranked = tiktoken.Encoding("captions", pat_str=GPT2_PATTERN, mergeable_ranks=ranks, special_tokens={"<|endoftext|>": end})
    record_package("gpt2", gpt2(vocabulary, merges), lambda text: ranked.encode_ordinary(text) + [end])


def record_sentence_pieces():
    for kind in ["unigram", "bpe"]:
        processor = sentencepiece.SentencePieceProcessor(model_file=str(here / f"{kind}.model"))
        end = processor.eos_id()
        record(kind, lambda text: processor.encode(text) + [end], lambda text, limit: processor.encode(text)[: limit - 1] + [end])


def record_siglip():
    tokenizer = SiglipTokenizer(vocab_file=str(here / "unigram.model"))

    def cut(text, limit):
        return tokenizer(text, truncation=True, max_length=limit)["input_ids"]
    record("siglip", lambda text: tokenizer(text)["input_ids"], cut)


def record_bytes():
    tokenizer = ByT5Tokenizer(extra_ids=0)
    def cut(text, limit):
        return tokenizer(text, truncation=True, max_length=limit)["input_ids"]
    record("bytes", lambda text: tokenizer(text)["input_ids"], cut)


if "vocabularies" in sys.argv:
    learn()
write(here / "nasty.json", NASTY)
record_word_pieces()
record_byte_pairs()
record_sentence_pieces()
record_siglip()
record_bytes()
