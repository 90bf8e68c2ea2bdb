//! Headings of a comparison.

use super::words;

words! {
    COMPARISON: "Comparison of designs", "方案对比";
    FIGURE: "figure", "指标";
    PROTOCOL: "protocol", "协议";
    ATTACH: "attachment", "连接方式";
    SWITCHED: "switched", "经交换机";
    DIRECT: "direct", "直连";
    MIXED: "mixed", "混合";
    LOCAL: "none", "无";
    SINGLE: "single points", "单点故障数";
    NAMED: "which", "单点故障部件";
    BANDWIDTH: "bandwidth, Gbit/s", "带宽（Gbit/s）";
    BANDWIDTH_AFTER: "after one fault", "单故障后带宽";
    PARTS: "parts to buy", "采购部件数";
    CABLES: "cables to buy", "采购线缆数";
    SWITCHES: "switches to buy", "采购交换机数";
    PORTS_LEFT: "host ports left", "剩余主机端口";
    RACK_UNITS: "rack units", "机架高度（U）";
    UNKNOWN: "unknown", "未知";
}
