from intents.segment import build_segmenter


def test_known_words_stay_whole_and_unknown_text_falls_into_characters():
    segment = build_segmenter(["冀时办", "北三县", "社保卡"])
    assert segment("北三县用冀时办补社保卡") == ["北三县", "用", "冀时办", "补", "社保卡"]


def test_two_segmenters_do_not_share_words():
    first, second = build_segmenter(["津心办"]), build_segmenter(["津心"])
    assert first("津心办") == ["津心办"]
    assert second("津心办") == ["津心", "办"]
