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
    BANDWIDTH: "host bandwidth, Gbit/s", "主机侧带宽（Gbit/s）";
    BANDWIDTH_AFTER: "host bandwidth after one fault", "单故障后主机侧带宽";
    ARRAY_BANDWIDTH: "array bandwidth, Gbit/s", "阵列侧带宽（Gbit/s）";
    ARRAY_BANDWIDTH_AFTER: "array bandwidth after one fault", "单故障后阵列侧带宽";
    AVAILABILITY: "availability", "可用性";
    DOWNTIME_A_YEAR: "downtime, minutes a year", "年停机时间（分钟）";
    ROOM: "{count} more ports are free for hosts.", "还有 {count} 个主机端口可用。";
    ROOM_FOR_ONE: "One more port is free for a host.", "还有 1 个主机端口可用。";
    NO_ROOM: "No port of the storage switches is left for another host.", "存储交换机没有剩余端口可再接主机。";
    NO_ROOM_DIRECT: "No host port of the array is left: another server needs a switch, or another array.", "阵列的主机端口已用完：再增加服务器需要交换机或另一台阵列。";
    DOWNTIME: "By the rates given it stands still for about {minutes} minutes a year: {share} available.", "按给出的故障率，每年停机约 {minutes} 分钟，可用性为 {share}。";
    WATTS: "power draw at most, W", "最大功耗（W）";
    DISTANCE: "distance limit of storage cables, m", "存储线缆距离上限（m）";
    EXISTING: "existing gear used", "利旧设备";
    PRICE_ORDER: "order by price", "价格排序";
    DOMINATED: "dominated by", "全面更优的方案";
    KEY: "key", "键";
    DIFFERS: "differs", "有差异";
    PARTS: "parts to buy", "采购部件数";
    CABLES: "cables to buy", "采购线缆数";
    SWITCHES: "switches to buy", "采购交换机数";
    PORTS_LEFT: "host ports left", "剩余主机端口";
    RACK_UNITS: "rack units", "机架高度（U）";
    UNKNOWN: "unknown", "未知";

    SCORECARD: "Scorecard", "方案特性";
    PERFORMANCE: "Performance", "性能";
    MANAGEABILITY: "Manageability", "可管理性";
    SCALABILITY: "Scalability", "可扩展性";
    TRAIT_AVAILABILITY: "Availability", "可用性";
    CPUS_AFTER: "processors used after a takeover", "切换后处理器占用";
    MEMORY_AFTER: "memory used after a takeover, GiB", "切换后内存占用（GiB）";
    SPARE_SUPPLIES: "devices with a supply to spare", "电源冗余的设备";
    SECOND_CONTROLLERS: "arrays with a second controller", "双控制器阵列";
    SPARE_DRIVES: "spare drives", "热备盘";
    REMOTE_MANAGEMENT: "servers with remote management cabled", "已接远程管理口的服务器";
    DEVICE_MANAGEMENT: "switches and arrays with management cabled", "已接管理口的交换机和阵列";
    FREE_SLOTS: "free slots of servers", "服务器空闲插槽";
    SERVER_BAYS: "free drive bays of servers", "服务器空闲盘位";
    ARRAY_BAYS: "free drive bays of arrays", "阵列空闲盘位";
    SHELVES_TO_ADD: "shelves that can be added", "可增加的扩展柜";
    OF: "{some} of {all}", "{some}/{all}";
    SHARE: "{some} of {all} ({percent} %)", "{some}/{all}（{percent} %）";

    STORY_OF: "In short: {design}", "方案概述：{design}";
    WITH_TITLE: "{design}, {title}", "{design}（{title}）";
    N_MARKED: "a row that is marked (≠, bold or shaded) differs between the designs", "带标记（≠、粗体或底纹）的行表示各方案在该项上有差异";
    N_ALIKE: "the designs differ in none of these figures", "各方案的指标没有差异";
    N_UNKNOWN: "unknown: neither the file nor the catalogue says; –: there is no such thing", "未知：文件和部件库均未给出；–：没有此项";
    N_NO_RATES: "availability: give rates with --rates", "可用性：请用 --rates 给出故障率";
    N_AVAILABILITY: "availability: of the worst service; parts fail and are repaired independently, and a takeover takes no time", "可用性：取最差的服务；假定部件的故障与修复相互独立，切换不占时间";
    N_RATES: "rates from: {sources}", "故障率来源：{sources}";
    N_UNRATED: "without a rate, and taken never to fail: {kinds}", "没有故障率、视为不发生故障：{kinds}";
    N_DOMINATED: "dominated by: these are at least as good in every figure that matters and better in one", "全面更优：该方案在所有相关指标上都不差，且至少一项更好";
    N_BY_PRICE: "by price, the cheapest first: {designs}", "按价格从低到高：{designs}";
    N_SOURCES: "prices from: {sources}", "价格来源：{sources}";
    N_NO_PRICE: "{design}: no price for {parts}", "{design}：{parts} 没有价格";
    N_CURRENCIES: "{design}: prices in several currencies, which are not added", "{design}：价格有多种货币，不相加";
    N_OPEN: "lines of the parts list for which no product is chosen yet are in no price: {designs}", "清单中尚未选定产品的行未计入价格：{designs}";
    COUNT_OF: "{design} ({count})", "{design}（{count} 行）";
}
