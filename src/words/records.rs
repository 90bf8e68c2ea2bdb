//! What the records of a file are called.

use super::{Word, words};

words! {
    RECORD_ACCEPT: "an accepted single point", "接受的单点";
    RECORD_ADAPTER: "an adapter", "适配器";
    RECORD_ARRAY: "an array", "阵列";
    RECORD_BOND: "a bond", "绑定";
    RECORD_BRIEF: "a brief", "需求文件";
    RECORD_CATALOGUE: "a catalogue", "目录";
    RECORD_CLIENTS: "clients", "客户端";
    RECORD_CLUSTER: "a cluster", "集群";
    RECORD_CONTROLLER: "a controller", "控制器";
    RECORD_DRIVES: "a set of drives", "磁盘组";
    RECORD_ENCLOSURE: "an enclosure", "机箱";
    RECORD_FABRIC: "a fabric", "交换网";
    RECORD_FENCE: "a way of fencing", "隔离方式";
    RECORD_GROUP: "a group", "组";
    RECORD_HEARTBEAT: "a heartbeat volume", "心跳卷";
    RECORD_IN: "a place in an enclosure", "机箱槽位";
    RECORD_LINK: "a link", "链路";
    RECORD_LOAD: "a load", "负载";
    RECORD_MIRROR: "a mirror", "镜像";
    RECORD_NETWORK: "a network", "网络";
    RECORD_OPTION: "an option", "选件";
    RECORD_PANEL: "a patch panel", "配线架";
    RECORD_PART: "a part", "部件";
    RECORD_PLACE: "a place in a rack", "机柜位置";
    RECORD_PORT: "a port", "端口";
    RECORD_PORTGROUP: "a group of ports", "端口分组";
    RECORD_PORTS: "a set of ports", "端口组";
    RECORD_POWER: "a power source", "供电设备";
    RECORD_PRICE: "a price", "价格项";
    RECORD_PRICES: "a price book", "价格表";
    RECORD_RATE: "a rate", "故障率项";
    RECORD_RATES: "a file of rates", "故障率文件";
    RECORD_PROVENANCE: "a provenance", "来源说明";
    RECORD_PSUS: "a set of power supplies", "电源模块说明";
    RECORD_QUORUM: "a quorum", "仲裁";
    RECORD_RACK: "a rack", "机柜";
    RECORD_RAID: "a RAID by survivors", "RAID 说明";
    RECORD_REQUIRE: "requirements", "要求";
    RECORD_SERVER: "a server", "服务器";
    RECORD_SERVERS: "servers", "服务器组";
    RECORD_SERVICE: "a service", "服务";
    RECORD_SHELF: "a shelf", "磁盘扩展柜";
    RECORD_SITE: "a site", "站点";
    RECORD_SLOTS: "a set of slots", "插槽说明";
    RECORD_STORAGE: "a storage", "存储需求";
    RECORD_SUPPORT: "a row of a support list", "支持列表的一行";
    RECORD_SWITCH: "a switch", "交换机";
    RECORD_TARGET: "a target", "目标";
    RECORD_TOPOLOGY: "a topology", "拓扑";
    RECORD_VARIANT: "a variant", "可选方案";
    RECORD_VOLUME: "a volume", "卷";
    RECORD_WAIVER: "a waiver", "豁免";
    RECORD_WITNESS: "a witness", "见证";
    RECORD_ZONE: "a zone", "分区";
}

/// The word for a record, by its name in the decoder.
pub fn word(record: &str) -> &'static Word {
    let named =
        |word: &&&Word| word.name().trim_start_matches("RECORD_").eq_ignore_ascii_case(record);
    ALL.iter().find(named).copied().unwrap_or(&RECORD_TOPOLOGY)
}
