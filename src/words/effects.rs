//! Effects and other words that tables and sentences share.

use super::{Word, words};

words! {
    NONE: "none", "无影响";
    DEGRADED: "degraded", "降级";
    FAILOVER: "failover", "切换";
    OUTAGE: "outage", "停止";
    SPLIT_BRAIN: "split-brain", "脑裂";
    DATA_LOSS: "data-loss", "丢数据";
}

/// The word for the effect with an id.
pub fn of(id: &str) -> &'static Word {
    match id {
        "none" => &NONE,
        "degraded" => &DEGRADED,
        "failover" => &FAILOVER,
        "split-brain" => &SPLIT_BRAIN,
        "data-loss" => &DATA_LOSS,
        _ => &OUTAGE,
    }
}
