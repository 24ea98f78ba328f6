use super::tells_widowed;

#[test]
fn who_lost_a_husband_or_wife_is_told_from_who_speaks_of_one() {
    for text in [
        "妻を亡くしました",
        "三年前に主人が他界しまして",
        "夫に先立たれて",
        "夫を去年見送りました",
        "妻が春にがんで逝きました",
        "亡くなった妻の名前でもいいですか",
        "先に逝った主人の話です",
        "32歳の女性です。先月、夫を亡くしました。",
        "My wife passed in the spring. I don't know",
        "my husband died",
        "I lost my husband last year",
        "my wife has been gone five years",
        "widower, 61",
    ] {
        assert!(tells_widowed(text), "{text}");
    }
    for text in [
        "my wife passed her driving test",
        "I lost my husband's keys",
        "my husband is gone fishing",
        "妻を駅まで見送りました",
        "死んだ主人公の映画を見た",
        "死んだ夫婦の話",
        "夫が母を亡くして落ち込んでいます",
        "夫は先月父が亡くなって",
        "嫁が犬を亡くして泣いてる",
    ] {
        assert!(!tells_widowed(text), "{text}");
    }
}
