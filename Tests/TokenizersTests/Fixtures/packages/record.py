"""Records how open_clip, transformers, cn_clip and big_vision read captions; PackageTextTests compares with it.

Run beside this file with open_clip_torch 3.3.0, transformers 5.23.0, cn_clip 1.6.0, ftfy 6.3.1, tokenizers 0.23.3 and sentencepiece 0.2.3:

    python record.py [gemma]

With `gemma` it also learns the small vocabulary of Gemma's layout anew. CLIP's own merges come with open_clip; of them clip_part.merges.txt
keeps those that the words of a few captions can need, in their order, so that these captions are cut as with all of them.
"""
import gzip
import io
import json

import sys
import tempfile
from pathlib import Path

import ftfy
import open_clip.tokenizer as open_clip
import sentencepiece


sys.path.insert(0, str(Path(__file__).parent.parent))
from references import digest  # noqa: E402
from texts import SPOILED, captions, here, fixtures, texts  # noqa: E402

WHOLE = ["the cat’s “photo” &amp; ΟΔΟΣ", "cat’s", "Two dogs don’t play with a red ball &#38; a “blue” one…", "ＦＵＬＬ ﬁsh　ﬂow", "a photo of a cat", "A <b>bold</b> &amp; caf&eacute;"]


def learn_gemma(path):
    """Gemma's special tokens and options; the vocabulary itself is not to be had freely."""
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(captions()), model_writer=model, vocab_size=1800, model_type="bpe", byte_fallback=True, character_coverage=0.98,
        normalization_rule_name="identity", add_dummy_prefix=False, remove_extra_whitespaces=False, split_by_unicode_script=True, split_digits=True,
        allow_whitespace_only_pieces=True, pad_id=0, pad_piece="<pad>", eos_id=1, eos_piece="<eos>", bos_id=2, bos_piece="<bos>", unk_id=3,
        unk_piece="<unk>", num_threads=1, minloglevel=2)
    path.write_bytes(model.getvalue())


def siglip2(path):
    """transformers' tokenizer of SigLIP 2 with the pieces of a model: an end token behind every text, filled up on the right."""
    from tokenizers import processors
    from transformers import Siglip2Tokenizer
    processor = sentencepiece.SentencePieceProcessor(model_file=str(path))
    vocabulary = {processor.id_to_piece(i): i for i in range(processor.get_piece_size())}
    # A merge for every way to make a piece of two, in the order of the pieces' scores, as transformers converts such models.
    merges = []
    for piece, rank in vocabulary.items():
        merges += [((piece[:n], piece[n:]), rank) for n in range(1, len(piece)) if piece[:n] in vocabulary and piece[n:] in vocabulary and not processor.is_byte(rank) and not processor.is_control(rank) and not processor.is_unknown(rank)]
    merges = [pair for pair, _ in sorted(merges, key=lambda m: (-processor.get_score(m[1]), vocabulary[m[0][0]], vocabulary[m[0][1]]))]
    tokenizer = Siglip2Tokenizer(vocab=vocabulary, merges=merges, padding_side="right", model_max_length=64)
    tokenizer._tokenizer.post_processor = processors.TemplateProcessing(single="$A <eos>", special_tokens=[("<eos>", 1)])
    return tokenizer, processor


def whole_clip():
    return open_clip.SimpleTokenizer()


def part_of_merges(path):
    """Those of CLIP's merges whose result occurs in a word of the captions in WHOLE."""
    tokenizer = whole_clip()
    words = set()
    for text in WHOLE:
        # As the package cleans them, and as transformers does.
        for word in [word for form in (tokenizer.clean_fn(text), text.lower()) for word in open_clip.re.findall(tokenizer.pat, form)]:
            words.add("".join(tokenizer.byte_encoder[b] for b in word.encode()) + "</w>")
    kept = [f"{a} {b}" for a, b in tokenizer.bpe_ranks if any(a + b in word for word in words)]
    path.write_text("#version: 0.2\n" + "".join(line + "\n" for line in kept), encoding="utf-8")
    return {text: [tokenizer.decoder[i] for i in tokenizer.encode(text)] for text in WHOLE}, {text: [tokenizer.sot_token_id] + tokenizer.encode(text) + [tokenizer.eot_token_id] for text in WHOLE}


def small_clip(clean):
    """open_clip's tokenizer with the small merges that are kept beside this folder."""
    text = (fixtures / "clip.merges.txt").read_bytes()
    with tempfile.NamedTemporaryFile(suffix=".gz") as file:
        # Its reader takes an empty last line for a merge.
        file.write(gzip.compress(text.rstrip(b"\n")))
        file.flush()
        return open_clip.SimpleTokenizer(bpe_path=file.name, clean=clean)


def main():
    if "gemma" in sys.argv:
        learn_gemma(here / "gemma.model")
    chosen = texts()
    record = {"versions": {"ftfy": ftfy.__version__}, "texts": chosen}

    # Cleaning alone: what differs from the caption, without the step that guesses encodings.
    plain = ftfy.TextFixerConfig(fix_encoding=False, explain=False)
    whole = ftfy.fix_text
    guessed = [text for text in chosen if whole(text) != whole(text, plain)]
    record["guessed"] = [chosen.index(text) for text in guessed]
    open_clip.ftfy.fix_text = lambda text: whole(text, plain)
    record["spoiled"] = [{"text": text, "ours": open_clip._clean_lower(text), "theirs": None} for text in SPOILED]
    cleaned = {}
    for name, clean in [("openClip", open_clip._clean_lower), ("openClipWhitespace", open_clip._clean_whitespace), ("openClipCanonical", open_clip._clean_canonicalize)]:
        cleaned[name] = [clean(text) for text in chosen]
    record["cleaned"] = {name: digests(values) for name, values in cleaned.items()}
    open_clip.ftfy.fix_text = whole
    for entry in record["spoiled"]:
        entry["theirs"] = open_clip._clean_lower(entry["text"])

    usable = [text for text in chosen if text not in guessed]
    record["ids"] = {}

    def ids(name, encode):
        record["ids"][name] = "".join("-" * 8 if text in guessed else digest(encode(text)) for text in chosen)

    for name, clean in [("open_clip lower", "lower"), ("open_clip whitespace", "whitespace"), ("open_clip canonicalize", "canonicalize")]:
        tokenizer = small_clip(clean)
        frame = [tokenizer.sot_token_id], [tokenizer.eot_token_id]
        ids(name, lambda text: frame[0] + tokenizer.encode(text) + frame[1])
    pieces, numbers = part_of_merges(here / "clip_part.merges.txt")
    record["whole"] = [{"text": text, "pieces": pieces[text], "ids": numbers[text]} for text in WHOLE]

    tokenizer, processor = siglip2(here / "gemma.model")
    ids("transformers siglip2", lambda text: tokenizer(text)["input_ids"])
    record["siglip2 filled"] = [tokenizer(text, padding="max_length", truncation=True, max_length=16)["input_ids"] for text in usable[:20]]
    ids("open_clip gemma", lambda text: processor.encode(open_clip.canonicalize_text(open_clip.basic_clean(text))) + [1])
    lower = lambda text: "".join(chr(ord(c) + 32) if "A" <= c <= "Z" else c for c in text)
    ids("big_vision gemma", lambda text: processor.encode(lower(text)) + [1])
    record["big_vision filled"] = [sticky(processor.encode(lower(text)) + [1], 16, 0) for text in usable[:20]]

    from cn_clip.clip.bert_tokenizer import FullTokenizer
    full = FullTokenizer(vocab_file=str(fixtures / "uncased.vocab.txt"))
    frame = full.vocab["[CLS]"], full.vocab["[SEP]"]
    encode = lambda text: [frame[0]] + full.convert_tokens_to_ids(full.tokenize(text)) + [frame[1]]
    ids("cn_clip api", encode)
    from cn_clip.eval.data import _preprocess_text
    ids("cn_clip scripts", lambda text: encode(_preprocess_text(text)))
    record["guessed texts"] = len(guessed)
    (here / "packages.json").write_text(json.dumps(record, ensure_ascii=True, separators=(",", ":")), encoding="utf-8")
    print(len(chosen), "texts,", len(guessed), "of them with a guessed encoding:", guessed[:8])


def sticky(tokens, length, pad):
    """As big_vision's `tokenize` with eos="sticky"."""
    return tokens[: length - 1] + tokens[-1:] if len(tokens) >= length else tokens + [pad] * (length - len(tokens))


def digests(values):
    return "".join(digest(list(value.encode("utf-8"))) for value in values)


if __name__ == "__main__":
    main()
