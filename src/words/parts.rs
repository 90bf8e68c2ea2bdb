//! What `haplan parts` says.

use super::words;

words! {
    PART_NUMBER: "part number", "订货号";
    NAME: "name", "名称";
    ID: "part", "部件";
    COUNT: "{count} parts", "{count} 个部件";
    SOURCED: "{sourced} of {known} known fields rest on sources in full; {unknown} fields are not known yet", "已知的 {known} 个字段中有 {sourced} 个完全有出处；另有 {unknown} 个字段尚不清楚";
    GENERIC: "a generic part: figures of common equipment that bind nobody", "通用部件：取常见设备的数值，不代表任何型号";
    SOURCE: "source", "出处";
    SOURCE_OF: "source of {field}", "{field} 的出处";
    UNVERIFIED: "to be confirmed", "待确认";
    UNVERIFIED_OF: "{field} to be confirmed", "{field} 待确认";
    CONNECTS: "connects to", "可连接";
    PEERS: "{names}", "{names}";
    PEERS_MORE: "{names}, and {more} more", "{names}，另有 {more} 个";
    NEAR_PARTS: "choose one of these parts: {near}", "请从这些部件中选择：{near}";
    NEW_PART: "or describe it: put these lines under \"parts:\" of the topology or of a catalogue, and correct them", "或自行描述：将以下各行放到拓扑或目录文件的“parts:”下并按实际修改";
    DIFFER: "put this under \"parts:\"; what is not given is taken from \"{id}\"", "放到“parts:”下；未写明的内容取自“{id}”";
    DIFFER_LINES: "take the mark off a line to change it", "去掉行首的 # 即可修改该行";

    KIND_SERVER: "servers", "服务器";
    KIND_ADAPTER: "adapters", "适配器";
    KIND_SWITCH: "switches", "交换机";
    KIND_ARRAY: "arrays", "阵列";
    KIND_SHELF: "shelves", "扩展柜";
    KIND_ENCLOSURE: "enclosures", "机箱";
    KIND_DRIVE: "drives", "硬盘";
    KIND_OPTIC: "optics", "光模块";
    KIND_CABLE: "cables", "线缆";
    KIND_PDU: "PDUs", "PDU";
    KIND_UPS: "UPSs", "UPS";
    KIND_PANEL: "panels", "配线架";
    KIND_SOFTWARE: "software", "软件";
    KIND_LICENCE: "licences", "许可";
    KIND_ACCESSORY: "accessories", "附件";
    KIND_SERVICE: "services", "服务";
}

/// The word for parts of a kind, by the kind's id.
pub fn kind(id: &str) -> Option<&'static super::Word> {
    let named = |word: &&&'static super::Word| {
        word.name().strip_prefix("KIND_").is_some_and(|name| name.eq_ignore_ascii_case(id))
    };
    ALL.iter().find(named).copied()
}
