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

    UNSOURCED: "nothing says where these fields of \"{id}\" come from: {fields}", "“{id}”的这些字段没有写明出处：{fields}";
    HELP_UNSOURCED: "add under provenance: {example}", "在 provenance 下补充：{example}";
    PSUS_NEEDED: "\"{id}\" needs {needed} supplies and has {count}", "“{id}”需要 {needed} 个电源，但只有 {count} 个";
    HELP_PSUS: "correct count or needed: needed is how many of count it takes to run", "请更正 count 或 needed：needed 是运行所需的电源数";
    LICENSED: "{licensed} ports of \"{id}\" come licensed, and there are {count}", "“{id}”自带 {licensed} 个端口许可，但端口只有 {count} 个";
    HELP_LICENSED: "correct licensed, or the names of the ports", "请更正 licensed 或端口名";
    NO_SPEEDS: "ports of \"{id}\" have no speeds, so no cable of theirs can be judged", "“{id}”的端口没有写明速率，无法判断其线缆";
    HELP_SPEEDS: "add the line rates in Gbit/s, the highest first: speeds: [8, 4, 2]", "补充速率（Gbit/s，从高到低）：speeds: [8, 4, 2]";
    NUMBER_TWICE: "the part number \"{number}\" stands for two parts", "订货号“{number}”出现在两个部件上";
    HELP_NUMBER: "correct one of them, or write one part as like the other", "请更正其一，或用 like 让一个部件沿用另一个";
    SHADOWED: "\"{id}\" is the name of a shipped part, which this one hides", "“{id}”是自带部件的名称，会被此处的部件覆盖";
    HELP_SHADOWED: "call it \"{id}\", with like: if it differs in little", "改名为“{id}”，若差别不大可用 like: 沿用原部件";
    TAKEOVER: "\"{port}\" of \"{id}\" is no host port, so it cannot take over", "“{id}”的“{port}”不是主机端口，无法用于接管";
    HELP_TAKEOVER: "name host ports of this controller under takeover_ports", "请在 takeover_ports 中写该控制器的主机端口";
    CONNECTOR: "no part has a connector \"{connector}\"", "没有部件使用“{connector}”接口";
    HELP_CONNECTOR: "write \"{near}\", if that is meant", "若指“{near}”，请照此书写";
    NO_CATALOGUE: "this file is a topology, and a catalogue is needed here", "本文件是拓扑，此处需要目录文件";
    HELP_NO_CATALOGUE: "judge it with \"haplan check\"", "请用“haplan check”检查它";
    INCLUDES_TOPOLOGY: "a catalogue includes catalogues only, and \"{path}\" is a topology", "目录文件只能包含目录文件，而“{path}”是拓扑";
    HELP_INCLUDES_TOPOLOGY: "move its parts to a catalogue, or include both from the topology", "请将其部件移到目录文件，或由拓扑分别包含二者";
    ABOUT_LICENSED: "more ports come licensed than there are", "自带许可的端口多于实际端口";
    ABOUT_CONNECTOR: "a connector is spelt almost like a known one", "接口名称疑似拼写错误";
    ABOUT_SPEEDS: "a port for data has no line rates", "数据端口没有写明速率";
    ABOUT_NUMBER: "one part number stands for two parts", "同一订货号用于两个部件";
    ABOUT_PSUS: "a part needs more supplies than it has", "所需电源多于实际电源";
    ABOUT_SHADOWED: "a part has the name of a shipped one", "部件与自带部件同名";
    ABOUT_TAKEOVER: "a port is to take over and is no host port", "接管端口不是主机端口";
    ABOUT_UNSOURCED: "nothing says where a field of a part comes from", "部件字段没有写明出处";
    LINT: "\"{rule}\" is said of catalogues: {about}; docs/catalogue.md says more", "“{rule}”针对目录文件：{about}；详见 docs/catalogue.md";

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
    KIND_MULTIPATH: "multipath software", "多路径软件";
    KIND_RAIL: "rack rails", "机架导轨";
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
