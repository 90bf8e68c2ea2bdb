//! What the reader says: YAML, keys, values, names.

use super::words;

words! {
    YAML_SYNTAX: "the YAML cannot be read: {detail}", "无法解析 YAML：{detail}";
    DUPLICATE_KEY: "the key \"{key}\" is given twice", "键“{key}”出现了两次";
    FIRST_GIVEN: "first given here", "首次出现在这里";
}
