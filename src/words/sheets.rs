//! What the parts list and the cabling list say.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::{Word, words};

words! {
    // Titles and sheet names.
    SHEET_BOM: "Parts list", "配置清单";
    SHEET_EXISTING: "Existing gear", "利旧设备";
    SHEET_TO_CONFIRM: "To be confirmed", "待确认";
    SHEET_CABLING: "Cabling list", "连线表";
    SHEET_TITLE: "{sheet} · {design}", "{sheet} · {design}";

    // Headings of the parts list.
    H_LINE: "No.", "序号";
    H_PARENT: "Part of", "所属序号";
    H_SECTION: "Section", "类别";
    H_DESCRIPTION: "Description", "名称";
    H_PRODUCT: "Product", "产品名称";
    H_MODEL: "Model", "型号";
    H_CONFIGURATION: "Configuration", "配置描述";
    H_LIST_PRICE: "List price", "目录价";
    H_DISCOUNT: "Discount", "折扣";
    H_UNIT_PRICE: "Unit price (incl. tax)", "单价(含税)";
    H_UNIT_PRICE_SHORT: "Unit price", "单价";
    H_EXTENDED_PRICE: "Amount", "合价";
    H_CURRENCY: "Currency", "币种";
    H_TAX_RATE: "Tax rate", "税率";
    H_MAINTENANCE: "Maintenance", "维保";
    H_PROVENANCE: "Provenance", "来源";
    SUBTOTAL: "Subtotal {of} ({currency})", "小计 {of}（{currency}）";
    TOTAL: "Total ({currency})", "合计（{currency}）";
    NO_MANUFACTURER: "Manufacturer to be confirmed", "品牌待确认";
    H_MANUFACTURER: "Manufacturer", "品牌";
    H_PART_NUMBER: "Part number", "部件号";
    H_UNIT: "Unit", "单位";
    H_QUANTITY: "Qty", "数量";
    H_DESIGNATORS: "Where", "位置";
    H_REMARKS: "Remarks", "备注";
    H_FIELD: "What", "待确认项";
    H_REASON: "Why", "原因";

    // Headings of the cabling list.
    H_CABLE: "Cable", "线缆编号";
    H_LINK: "Link", "链路";
    H_NEAR: "Near end", "本端";
    H_FAR: "Far end", "对端";
    H_END: "{end}: {field}", "{end} {field}";
    H_SITE: "site", "站点";
    H_RACK: "rack", "机柜";
    H_U: "U", "U位";
    H_IN: "enclosure", "机箱";
    H_DEVICE: "device", "设备";
    H_SLOT: "slot", "槽位";
    H_PORT: "port", "端口";
    H_OPTIC: "optic", "光模块";
    H_TYPE: "Type", "线缆类型";
    H_CONNECTOR: "Connector", "接头";
    H_LENGTH: "Length (m)", "长度(m)";
    H_LENGTH_SHORT: "m", "长度(m)";
    H_LENGTH_SOURCE: "Length from", "长度来源";
    H_COLOR: "Colour", "颜色";
    H_FABRIC: "Fabric", "Fabric";
    H_PURPOSE: "Purpose", "用途";
    H_LABEL_NEAR: "Label, near end", "本端标签";
    H_LABEL_FAR: "Label, far end", "对端标签";
    H_DONE: "Done", "完成";

    // Sections.
    S_SERVER: "Servers", "服务器";
    S_ADAPTER: "Adapters", "适配卡";
    S_SWITCH: "Switches", "交换机";
    S_ARRAY: "Disk arrays", "磁盘阵列";
    S_SHELF: "Disk shelves", "磁盘扩展柜";
    S_ENCLOSURE: "Blade enclosures", "刀片机箱";
    S_PANEL: "Patch panels", "配线架";
    S_OPTION: "Options", "选件";
    S_DRIVE: "Drives", "硬盘";
    S_POWER: "Power distribution", "配电设备";
    S_CORD: "Power cords", "电源线";
    S_OPTIC: "Optics", "光模块";
    S_CABLE: "Cables", "线缆";
    S_SOFTWARE: "Software", "软件";
    S_LICENCE: "Licences", "许可";
    S_SERVICE: "Services", "服务";

    // Sorts of products.
    PR_SERVER: "Server", "服务器";
    PR_ADAPTER: "Adapter", "适配卡";
    PR_FC_HBA: "FC HBA", "FC HBA 卡";
    PR_SAS_HBA: "SAS HBA", "SAS HBA 卡";
    PR_NIC: "Network adapter", "网卡";
    PR_SWITCH: "Switch", "交换机";
    PR_FC_SWITCH: "FC switch", "FC 交换机";
    PR_SAS_SWITCH: "SAS switch", "SAS 交换机";
    PR_ETHERNET_SWITCH: "Ethernet switch", "以太网交换机";
    PR_ARRAY: "Disk array", "磁盘阵列";
    PR_SHELF: "Disk shelf", "磁盘扩展柜";
    PR_ENCLOSURE: "Blade enclosure", "刀片机箱";
    PR_DRIVE: "Drive", "硬盘";
    PR_OPTIC: "Optic", "光模块";
    PR_CABLE: "Cable", "线缆";
    PR_CORD: "Power cord", "电源线";
    PR_PDU: "Power distribution unit", "PDU 电源分配单元";
    PR_UPS: "UPS", "UPS 不间断电源";
    PR_PANEL: "Patch panel", "配线架";
    PR_SOFTWARE: "Software", "软件";
    PR_LICENCE: "Licence", "许可";
    PR_MULTIPATH: "Multipath software", "多路径软件";
    PR_RAIL: "Rack rails", "机架导轨";
    PR_ACCESSORY: "Accessory", "附件";
    PR_SERVICE: "Service", "服务";

    // Units.
    U_DEVICE: "pc", "台";
    U_CARD: "pc", "块";
    U_PIECE: "pc", "个";
    U_CABLE: "pc", "根";
    U_SET: "licence", "套";
    U_PORT: "port", "口";
    U_PACKAGE: "pc", "套";
    U_YEAR: "year", "年";
    U_ITEM: "item", "项";

    // Descriptions.
    PLAIN: "{text}", "{text}";
    WITH_CONFIGURATION: "{title} ({items})", "{title}（{items}）";
    CPUS: "{count} CPU", "{count} 颗 CPU";
    MEMORY: "{size} memory", "{size} 内存";
    UNNAMED_PANEL: "patch panel, model not given", "配线架（未给型号）";
    UNNAMED_DRIVE: "drive, model not given", "硬盘（未给型号）";
    OPTIC_AT_SPEED: "optic for {speed} {protocol} port of {device}", "光模块（{speed} {protocol}），用于 {device}";
    OPTIC_FOR: "optic for {protocol} port of {device}", "光模块（{protocol}），用于 {device}";
    ETHERNET: "Ethernet", "以太网";
    RAILS: "rack rails, type to be confirmed", "机架导轨，型号待确认";
    MULTIPATH_SOFTWARE: "multipath software, to be confirmed", "多路径软件，待确认";
    POWER_CORD: "power cord, type to be confirmed", "电源线，型号待确认";
    PACK_OF: "{title}, pack of {count}", "{title}，{count} 件装";
    COMES_WITH: "comes with {items}", "自带 {items}";
    TIMES: "{title} × {count}", "{title} × {count}";
    IN_EACH_PORT: "{title} in its ports", "端口内置 {title}";
    AT_LEVEL: "{title}, {level}", "{title}，{level}";
    FOR_A_YEAR: "{title}, 1 year", "{title}，1 年";
    FOR_YEARS: "{title}, {years} years", "{title}，{years} 年";
    AT_LEVEL_FOR_A_YEAR: "{title}, {level}, 1 year", "{title}，{level}，1 年";
    AT_LEVEL_FOR_YEARS: "{title}, {level}, {years} years", "{title}，{level}，{years} 年";
    A_YEAR: "1 year", "1 年";
    YEARS: "{count} years", "{count} 年";
    LEVEL_AND_YEARS: "{level}, {years}", "{level}，{years}";
    FIBRE_CABLE: "LC-LC fibre cable", "LC-LC 光纤跳线";
    PATCH_CABLE: "RJ45 patch cable", "RJ45 网线";
    MINI_SAS_CABLE: "external mini-SAS cable (SFF-8088)", "外接 mini-SAS 线缆（SFF-8088）";
    OTHER_CABLE: "{protocol} cable {ends}", "{protocol} 线缆 {ends}";
    SERIAL_CABLE: "serial cable", "串口线";
    PLAIN_CABLE: "{protocol} cable", "{protocol} 线缆";
    TRUNK_OF: "{cable}, {count} links in one", "{cable}，一缆 {count} 路";
    OF_LENGTH: "{cable}, {length}", "{cable}，{length}";
    OF_ESTIMATED_LENGTH: "{cable}, {length} (estimated)", "{cable}，{length}（估算）";
    OF_UNKNOWN_LENGTH: "{cable}, length to be confirmed", "{cable}，长度待确认";
    PORT_LICENCE: "port licence for {device}", "{device} 端口许可";

    // What is to be confirmed, and why.
    MORE_NAMES: "… and {count} more", "……另有 {count} 个";
    EXISTING: "existing", "利旧";
    TBC: "to be confirmed", "待确认";
    TBC_LIST: "to be confirmed: {fields}", "待确认：{fields}";
    TBC_FIELD: "{field} ({reason})", "{field}（{reason}）";
    F_PART_NUMBER: "part number", "部件号";
    F_DESCRIPTION: "description", "名称";
    F_MANUFACTURER: "manufacturer", "品牌";
    F_QUANTITY: "quantity", "数量";
    F_LENGTH: "length", "长度";
    F_CONFIGURATION: "CPU and memory options", "CPU 与内存选件";
    F_MODEL: "model", "型号";
    F_MAINTENANCE: "maintenance", "维保";
    F_PRICE: "price", "价格";
    R_MISSING: "not known", "未知";
    R_NOT_CHOSEN: "no product chosen", "尚未选定产品";
    R_UNVERIFIED: "no document at hand", "暂无文档依据";
    R_LICENCE_METRIC: "whether it is licensed per node or per cluster is not known", "按节点还是按集群授权未知";
    R_PACK_SIZE: "how many ports one licence opens is not known", "每份许可开通的端口数未知";
    R_OF_OS: "may be part of the operating system", "操作系统可能已自带";
    R_MAY_BE_INCLUDED: "may come with the device", "设备可能已自带";
    R_MAY_EXIST: "the existing device may have it already", "现有设备可能已具备";
    R_OPTIONS: "what the model comes with is not known", "该型号的标配未知";
    R_LENGTHS_DIFFER: "the given length is not that of the part", "所给长度与该部件不符";
    R_ESTIMATED: "estimated from rack units: measure before ordering", "按机柜 U 位估算：订货前请实测";
    R_NO_SOURCE: "the price book names no source", "价格表未注明来源";
    R_NONE_GIVEN: "none given, so it is not in the list", "未给出，故未列入清单";

    // Notes under the parts list.
    N_TO_CONFIRM: "{count} to be confirmed, on {lines} lines; ? marks what is shown without a source", "待确认 {count} 项，涉及 {lines} 行；? 表示所列内容尚无依据";
    N_TO_CONFIRM_PLAIN: "{count} to be confirmed, on {lines} lines", "待确认 {count} 项，涉及 {lines} 行";
    N_NOT_LISTED: "no model given, so not in the list: {names}", "未给出型号，故未列入清单：{names}";
    NO_PRICE: "no price", "缺价";
    FROM: "{fact}: {source}", "{fact}：{source}";
    FROM_UNVERIFIED: "{fact}: {how}, no document", "{fact}：{how}，无文档依据";
    PRICED_ON: "price: {source}, {date}", "价格：{source}，{date}";
    PRICED_IN: "price in {currency}", "币种 {currency}";
    N_TOTAL: "total {currency}: {sum}", "合计 {currency}：{sum}";
    N_MISSING: "{count} lines have no price and are in no sum", "{count} 行缺价，未计入合计";
    N_CURRENCIES: "amounts of several currencies are summed apart and never converted", "多种币种分别合计，不作换算";
    N_TAX: "prices include tax at {rates}", "价格含税，税率 {rates}";
    N_NO_TAX: "the tax rate of {count} lines is to be confirmed", "{count} 行的税率待确认";
    N_NO_PRICES: "no prices: no price book given", "无价格：未提供价格表";
    N_EXISTING_ONE: "existing gear is listed apart: 1 line", "利旧设备另列：1 行";
    N_EXISTING: "existing gear is listed apart: {count} lines", "利旧设备另列：{count} 行";
    N_OPTICS: "adapters with an LC port are taken to have their optics built in", "带 LC 口的适配卡视为自带光模块";
    N_PANELS: "a panel that says nothing of its ports is taken to have those of the cables that run through it; every cable between two panels is counted", "未说明端口的配线架视为具有所经线缆的接口；配线架之间的每段线缆单独计数";
    N_NOT_COVERED: "maintenance and installation are listed where the file orders them under \"options\"", "维保与安装仅在文件的“options”中订购时列出";
    N_CABLES: "{count} cables", "共 {count} 根线缆";
    N_ESTIMATED: "{count} lengths are estimated from rack units (≈): measure before ordering", "{count} 根线缆的长度按机柜 U 位估算（≈）：订货前请实测";
    N_TOGETHER: "{link} is given as {length} over all its pieces: measure each", "{link} 所给 {length} 为各段合计：请逐段实测";
    N_TRUNKS: "one cable with several legs, a row for each leg: {names}", "一根多路线缆，每路一行：{names}";
    N_INTERNAL: "traces inside an enclosure, which are in no row: {count}", "机箱内部走线，不在本表内：{count} 条";
    N_UNKNOWN_LENGTHS: "{count} cables, {unknown} to be bought in a length not yet known: measure before ordering", "共 {count} 根线缆，其中待采购而长度未知 {unknown} 根：订货前请实测";

    // The cabling list.
    IN_RACK: "rack {rack}", "机柜 {rack}";
    IN_BAY: "{name} bay {bay}", "{name} 槽位 {bay}";
    IN_SITE: "{site}, rack {rack}", "{site}，机柜 {rack}";
    NO_RACK: "no rack given", "未给出机柜";
    M_FIBRE: "fibre", "光纤";
    M_TWISTED_PAIR: "twisted pair", "双绞线";
    M_SAS_COPPER: "SAS copper", "SAS 铜缆";
    UNKNOWN: "unknown", "未知";
    LENGTH_GIVEN: "given", "给定";
    LENGTH_OF_PART: "part", "部件";
    LENGTH_ESTIMATED: "estimated", "估算";
    BUILT_IN: "built in", "内置";
    FC_SFP: "FC SFP", "FC SFP";
    ETHERNET_SFP: "Ethernet SFP", "以太网 SFP";
    P_STORAGE: "storage", "存储";
    P_STORAGE_FABRIC: "storage fabric {name}", "存储 Fabric {name}";
    P_STORAGE_NETWORK: "storage \"{name}\"", "存储“{name}”";
    P_HEARTBEAT: "heartbeat \"{name}\"", "心跳“{name}”";
    P_REPLICATION: "replication \"{name}\"", "复制“{name}”";
    P_CLIENTS: "clients \"{name}\"", "业务“{name}”";
    P_MANAGEMENT_NETWORK: "management \"{name}\"", "管理“{name}”";
    P_MANAGEMENT: "management", "管理";
    P_INTER_SWITCH: "inter-switch", "交换机互联";
    P_INTER_SWITCH_OF: "inter-switch, {of}", "交换机互联，{of}";
    P_EXPANSION: "expansion", "扩展";
    COLOR_BLUE: "blue", "蓝";
    COLOR_ORANGE: "orange", "橙";
    COLOR_VIOLET: "violet", "紫";
    COLOR_BROWN: "brown", "棕";
    COLOR_AQUA: "aqua", "水蓝";
    COLOR_BLACK: "black", "黑";
    COLOR_GREEN: "green", "绿";
    COLOR_YELLOW: "yellow", "黄";
    COLOR_GREY: "grey", "灰";
    COLOR_WHITE: "white", "白";

    // Names of the generic parts; in English as in the catalogue.
    G_SERVER: "server", "服务器";
    G_SERVER_10G: "server with four 10GBASE-T ports", "服务器（四个 10GBASE-T 口）";
    G_BLADE_SERVER: "blade server", "刀片服务器";
    G_FC_HBA_1: "single-port FC HBA", "单口 FC HBA 卡";
    G_FC_HBA_2: "dual-port FC HBA", "双口 FC HBA 卡";
    G_FC_HBA_32G_1: "single-port 32G FC HBA", "单口 32G FC HBA 卡";
    G_FC_HBA_32G_2: "dual-port 32G FC HBA", "双口 32G FC HBA 卡";
    G_FC_MEZZANINE_2: "dual-port FC mezzanine card", "双口 FC 夹层卡";
    G_SAS_HBA_1: "single-port SAS HBA", "单口 SAS HBA 卡";
    G_SAS_HBA_2: "dual-port SAS HBA", "双口 SAS HBA 卡";
    G_NIC_1: "single-port network adapter", "单口网卡";
    G_NIC_2: "dual-port network adapter", "双口网卡";
    G_NIC_10G_2: "dual-port 10G network adapter", "双口万兆网卡";
    G_FC_SWITCH_24: "24-port FC switch", "24 口 FC 交换机";
    G_FC_SWITCH_32G_24: "24-port 32G FC switch", "24 口 32G FC 交换机";
    G_FC_SWITCH_32G_48: "48-port 32G FC switch", "48 口 32G FC 交换机";
    G_BLADE_FC_MODULE: "FC interconnect module", "FC 互联模块";
    G_BLADE_ETHERNET_MODULE: "Ethernet interconnect module", "以太网互联模块";
    G_SAS_SWITCH_16: "16-port SAS switch", "16 口 SAS 交换机";
    G_ETHERNET_SWITCH_24: "24-port Ethernet switch", "24 口以太网交换机";
    G_ETHERNET_SWITCH_10G_24: "24-port 10G Ethernet switch", "24 口万兆以太网交换机";
    G_FC_ARRAY: "FC array, dual controller", "FC 磁盘阵列（双控）";
    G_FC_ARRAY_32G: "32G FC array, dual controller", "32G FC 磁盘阵列（双控）";
    G_SAS_ARRAY: "SAS array, dual controller", "SAS 磁盘阵列（双控）";
    G_ISCSI_ARRAY: "iSCSI array, dual controller", "iSCSI 磁盘阵列（双控）";
    G_SHELF: "drive shelf", "磁盘柜";
    G_SHELF_12G: "drive shelf for two I/O modules", "磁盘柜（可装两个 I/O 模块）";
    G_IO_MODULE_12G: "I/O module of a drive shelf", "磁盘柜 I/O 模块";
    G_ENCLOSURE: "blade enclosure", "刀片机箱";
    G_BLADE_ENCLOSURE: "blade enclosure for 16 blades", "刀片机箱（16 个刀片槽位）";
    G_DRIVE: "drive", "硬盘";
    G_DRIVE_SAS: "SAS drive", "SAS 硬盘";
    G_DRIVE_SATA: "SATA drive", "SATA 硬盘";
    G_DRIVE_SSD: "SAS solid-state drive", "SAS 固态硬盘";
    G_DRIVE_NVME: "NVMe drive", "NVMe 固态硬盘";
    G_FC_SFP_SW: "FC shortwave SFP+", "FC 短波 SFP+ 光模块";
    G_FC_SFP_SW_4G: "4G FC shortwave SFP", "4G FC 短波 SFP 光模块";
    G_FC_SFP_SW_16G: "16G FC shortwave SFP+", "16G FC 短波 SFP+ 光模块";
    G_FC_SFP_SW_32G: "32G FC shortwave SFP28", "32G FC 短波 SFP28 光模块";
    G_FC_SFP_SW_64G: "64G FC shortwave SFP56", "64G FC 短波 SFP56 光模块";
    G_FC_SFP_LW_4G: "4G FC longwave SFP", "4G FC 长波 SFP 光模块";
    G_FC_SFP_LW_8G: "8G FC longwave SFP+", "8G FC 长波 SFP+ 光模块";
    G_FC_SFP_LW_16G: "16G FC longwave SFP+", "16G FC 长波 SFP+ 光模块";
    G_FC_SFP_LW_32G: "32G FC longwave SFP28", "32G FC 长波 SFP28 光模块";
    G_FC_SFP_LW_64G: "64G FC longwave SFP56", "64G FC 长波 SFP56 光模块";
    G_ETHERNET_SFP_SX: "1000BASE-SX SFP", "1000BASE-SX SFP 光模块";
    G_ETHERNET_SFP_LX: "1000BASE-LX SFP", "1000BASE-LX SFP 光模块";
    G_ETHERNET_SFP_SR_10G: "10GBASE-SR SFP+", "10GBASE-SR SFP+ 光模块";
    G_ETHERNET_SFP_LR_10G: "10GBASE-LR SFP+", "10GBASE-LR SFP+ 光模块";
    G_ETHERNET_SFP_SR_25G: "25GBASE-SR SFP28", "25GBASE-SR SFP28 光模块";
    G_FC_LC_LC_OM3: "LC-LC OM3 fibre cable", "LC-LC OM3 光纤跳线";
    G_FC_LC_LC_OM2: "LC-LC OM2 fibre cable", "LC-LC OM2 光纤跳线";
    G_FC_LC_LC_OM4: "LC-LC OM4 fibre cable", "LC-LC OM4 光纤跳线";
    G_FC_LC_LC_OM5: "LC-LC OM5 fibre cable", "LC-LC OM5 光纤跳线";
    G_FC_LC_LC_OS2: "LC-LC OS2 fibre cable", "LC-LC OS2 光纤跳线";
    G_DAC_10G: "SFP+ direct attach cable", "SFP+ 直连铜缆";
    G_DAC_25G: "SFP28 direct attach cable", "SFP28 直连铜缆";
    G_AOC_10G: "SFP+ active optical cable", "SFP+ 有源光缆";
    G_AOC_25G: "SFP28 active optical cable", "SFP28 有源光缆";
    G_CAT6: "Cat 6 patch cable", "六类网线";
    G_MINI_SAS: "external mini-SAS cable", "外接 mini-SAS 线缆";
    G_POWER_CORD: "power cord", "电源线";
    G_MINI_SAS_HD: "external mini-SAS HD cable", "外接 mini-SAS HD 线缆";
    G_SERIAL_CABLE: "null-modem cable", "串口交叉线";
    G_PDU: "power distribution unit", "PDU 电源分配单元";
    G_PDU_MANAGED: "managed power distribution unit", "可管理的 PDU 电源分配单元";
    G_UPS: "uninterruptible power supply", "UPS 不间断电源";
    G_PANEL: "patch panel", "配线架";
    G_CLUSTER_SOFTWARE: "cluster software", "集群软件";
    G_LICENCE: "licence", "许可";
    G_ACCESSORY: "accessory", "附件";
    G_SERVICE: "service", "服务";
}

/// The name of a generic part by its id, such as `generic/pdu`; other parts are called as their makers do.
pub fn generic(id: &str) -> Option<&'static Word> {
    /// By their names behind `generic/`.
    static NAMES: LazyLock<BTreeMap<String, &'static Word>> = LazyLock::new(|| {
        let key = |word: &&'static Word| {
            let key = word.key.rsplit("::").next()?.strip_prefix("G_")?;
            Some((key.to_lowercase().replace('_', "-"), *word))
        };
        ALL.iter().filter_map(key).collect()
    });
    NAMES.get(id.strip_prefix("generic/")?).copied()
}
