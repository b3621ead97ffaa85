"""The tokenizer: 32,000 pieces of words, learnt from the training texts."""

from __future__ import annotations

from collections.abc import Iterable

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

VOCABULARY = 32_000
LONGEST_PIECE = 8
MIDDLE_DOTS = "[·ㆍ‧・･•∙⋅․]"
"""Lists in Korean documents are joined by many kinds of dot (보건·복지, 보건ㆍ복지); all of them part words."""


def train_tokenizer(texts: Iterable[str]) -> Tokenizer:
    """A unigram tokenizer without a mark for word starts, so that 교부금 is one piece alone and in 특별교부금.

    Digits stand apart: a figure's pieces would otherwise be a vocabulary of their own.
    """
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence(
        # Before NFKC, which would turn ㆍ into a vowel sign.
        [normalizers.Replace(Regex(MIDDLE_DOTS), " "), normalizers.NFKC(), normalizers.Lowercase()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.WhitespaceSplit(),
            pre_tokenizers.Punctuation("isolated"),
            pre_tokenizers.Digits(individual_digits=True),
        ]
    )
    trainer = trainers.UnigramTrainer(
        vocab_size=VOCABULARY,
        max_piece_length=LONGEST_PIECE,
        unk_token="[UNK]",  # noqa: S106
        special_tokens=["[UNK]"],
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer=trainer)
    return tokenizer
