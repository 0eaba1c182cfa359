"""SentencePiece's own answers on the models beside this file: python3 golden.py > golden.json (sentencepiece 0.2.3)."""
import json, pathlib, sentencepiece

here = pathlib.Path(__file__).parent
texts = here.joinpath("sentences.txt").read_text().split("\n")[:-1] + [
    "", " ", "   ", "the the", "the  tower", " the", "the ", "unseen words twice", "the unseen tower", "C", "|]", "c3 c3|c3",
    "\U0001f600 the \U0001f600\U0001f600", "a\u0301", "x\u2581y", "20\u00a0\u20ac", "[K:C]c3", "<s> <unk> <label:0>", "</s>",
]
rows = []
for kind in ("bpe", "words", "characters"):
    model = sentencepiece.SentencePieceProcessor(model_file=str(here / f"{kind}.spm"))
    for text in texts:
        ids = model.encode(text)
        rows.append({"kind": kind, "text": text, "ids": ids, "decoded": model.decode(ids)})
    size = model.get_piece_size()
    for seed in range(20):
        ids = [(7 * seed + 13 * i * i + i) % size for i in range(1 + seed % 7)]
        rows.append({"kind": kind, "given": ids, "decoded": model.decode(ids)})
print("[" + ",\n".join(json.dumps(row) for row in rows) + "]")
