//! Briefs, and the designs that are wired from them.

use super::words;

words! {
    A_BUDGET: "an amount with its currency", "带币种的金额";
    OTHER_KIND: "\"{part}\" is of kind {is}, and a part of kind {kind} is needed here", "“{part}”的种类是 {is}，此处需要 {kind}";
    NO_PART: "there is no part \"{part}\"", "没有部件“{part}”";
    SEARCH_PARTS: "search with haplan parts --kind {kind}", "可用 haplan parts --kind {kind} 查找";
    NOTHING: "\"{key}\" must be more than 0", "“{key}”必须大于 0";
    NO_MODELS: "\"models\" names no server to choose from", "“models”没有列出可选的服务器";
    NO_ETHERNET: "\"{part}\" has no Ethernet ports, and clients come over Ethernet", "“{part}”没有以太网端口，而业务网使用以太网";
    ONE_NAME: "\"{name}\" stands for several names, and one is needed here", "“{name}”代表多个名称，此处只能有一个";
    NAME_IT: "give each variant a name of its own with the key \"name\"", "请用“name”为每个方案各取一个名称";
    BAD_SERVICES: "the range in \"{name}\" cannot be read", "“{name}”中的范围无法解析";
    MORE_VIPS: "\"{vip}\" is left over: each service takes one address, and there are no more services", "“{vip}”多余：每个服务只用一个地址，没有更多服务";
    MORE_VIPS_HELP: "remove it, or name the service that it is for", "请删去它，或写明它所属的服务";
    NOT_WITHIN: "{number} is not between {least} and {most}", "{number} 不在 {least} 与 {most} 之间";
    BUDGET_WITHOUT_PRICES: "a budget needs price books to be held against", "预算需要对照价格表";
    BUDGET_WITHOUT_PRICES_HELP: "name them under \"prices\" or with --prices", "请在“prices”中写明价格表，或用 --prices 指定";

    NO_ARRAY: "the brief names no array with {protocol} host ports", "需求文件没有列出带 {protocol} 主机端口的磁盘阵列";
    NO_ADAPTER: "the brief names no adapter for {protocol}", "需求文件没有列出 {protocol} 适配卡";
    NO_SWITCH: "the brief names no switch for {protocol}", "需求文件没有列出 {protocol} 交换机";
    OTHER_SERVER: "\"{server}\" is not among the models of the brief", "“{server}”不在需求文件列出的服务器型号中";
    TOO_FEW_PORTS: "\"{device}\" has {count} ports, and more are needed", "“{device}”有 {count} 个端口，不够用";
    TOO_FEW_NICS: "{server} has too few network ports ({why}), and the brief names no network adapter", "{server} 的网口不够（{why}），需求文件也没有列出网卡";
    TOO_FEW_HOST_PORTS: "{array} has too few host ports for {servers} servers without a switch", "{array} 的主机端口不足以让 {servers} 台服务器直连";
    TOO_FEW_BAYS: "{device} has {bays} drive bays, and {drives} drives are needed", "{device} 有 {bays} 个盘位，而需要 {drives} 块硬盘";
    TOO_FEW_SLOTS: "{server} has {slots} slots, and {cards} cards are needed", "{server} 有 {slots} 个插槽，而需要 {cards} 块卡";
    DIRECT_LIMIT: "{array} takes at most {most} servers without a switch", "{array} 最多允许 {most} 台服务器直连";
    DRIVES_UNKNOWN: "how many drives are needed is not known, since the capacity of {drive} is not known", "{drive} 的容量未知，无法确定硬盘数量";
    RAID1_HOLDS: "raid1 holds what one drive holds, and what is wanted fills {drives} × {drive}: choose raid10", "raid1 只有单块硬盘的容量，而所需容量要装满 {drives} × {drive}：请改用 raid10";
    TOO_MUCH: "what is wanted takes too many of {drive} to be counted", "所需容量需要的 {drive} 数量过多，无法计算";
    MIRROR_OF_TWO: "mirroring between servers is wired for two servers", "服务器间镜像只支持两台服务器";
    NO_BMC: "{server} has no remote management port for fencing", "{server} 没有可用于隔离的远程管理端口";

    NOT_READ: "the wired file cannot be read back", "生成的文件无法读回";
    UNMET_FAULT: "one fault at worst means {worst}: {why}", "单故障最坏后果为{worst}：{why}";
    UNMET_WORST: "one fault at worst means {worst}", "单故障最坏后果为{worst}";
    UNMET_PORTS: "{has} host ports are left, and {wanted} are wanted", "剩余 {has} 个主机端口，而要求 {wanted} 个";
    UNMET_BANDWIDTH: "{has} Gbit/s are left after one fault, and {wanted} are wanted", "单故障后剩余带宽 {has} Gbit/s，而要求 {wanted}";
    UNKNOWN_BANDWIDTH: "the bandwidth after one fault is not known", "单故障后的带宽未知";
    UNMET_BUDGET: "it costs {cost}, and the budget is {budget}", "价格为 {cost}，而预算为 {budget}";
    UNKNOWN_COST: "what it costs is not known: no price for {parts}", "价格未知：{parts} 没有价格";

    INVALID_BRIEF: "\"{path}\" is not a valid brief", "“{path}”不是有效的需求文件";
    NOT_BRIEF: "this file is no brief: it is of kind {kind}", "本文件不是需求文件：其种类是 {kind}";
    NO_KIND: "this file is no brief: it does not begin with \"haplan: 1\" and \"kind: brief\"", "本文件不是需求文件：开头没有“haplan: 1”和“kind: brief”";
    BEGIN_BRIEF: "begin it with haplan: 1 and kind: brief", "请以 haplan: 1 和 kind: brief 开头";
    BOOK_ELSEWHERE: "\"{path}\" does not lie below the folder of the brief", "“{path}”不在需求文件所在的文件夹之下";
    BOOK_ELSEWHERE_HELP: "put it there, or name it with --prices", "请放到该文件夹，或用 --prices 指定";
    CANNOT_BUILD: "\"{variant}\" cannot be built: {why}", "“{variant}”无法构建：{why}";
    NO_VARIANT: "there is no variant \"{variant}\"; there are {variants}", "没有方案“{variant}”；可用：{variants}";
    CHEAPEST_WITHOUT_PRICES: "the cheapest design needs price books: name them under \"prices\" or with --prices", "求最便宜的方案需要价格表：请在“prices”中写明，或用 --prices 指定";

    VARIANTS: "Variants", "可选方案";
    VARIANT: "variant", "方案";
    COST: "price", "价格";
    AMOUNT: "{amount} {currency}", "{amount} {currency}";
    COST_UNKNOWN: "unknown", "未知";
    MEETS: "meets the requirements", "满足要求";
    NOT_MET: "not met: {why}", "不满足：{why}";
    NOT_BUILT: "cannot be built: {why}", "无法构建：{why}";
    CHEAPEST: "the cheapest that meets the requirements: {variant}, {cost}", "满足要求的最便宜方案：{variant}，{cost}";
    CHEAPER: "cheaper, but not enough: {variant}, {cost}: {why}", "更便宜但不满足：{variant}，{cost}：{why}";
    MORE_CHEAPER: "{count} still cheaper ones do not meet the requirements either", "另有 {count} 个更便宜的方案同样不满足要求";
    NONE_MEETS: "none of {count} designs meets the requirements; these conflict: {requirements}", "{count} 个方案均不满足要求；相互冲突的要求：{requirements}";
    ALONE_UNMET: "none of {count} designs meets {requirements}", "{count} 个方案均不满足 {requirements}";
    NEAREST: "nearest: {variant}, {cost}: {why}", "最接近：{variant}，{cost}：{why}";
    UNPRICED: "not ranked, for want of prices: {count} designs, such as {variant}: no price for {parts}", "因缺少价格未参与排序：{count} 个方案，例如 {variant}：{parts} 没有价格";
    OPEN_LINES: "{count} lines of its parts list have no product yet and no price", "其清单中有 {count} 行尚未选定产品，没有价格";
    NOTHING_BUILT: "no design can be built: {why}", "没有可以构建的方案：{why}";

    NO_FABRIC: "a fabric of many switches needs an array and a switch", "多交换机的交换网需要磁盘阵列和交换机";
    ONE_PORT: "{adapter} has one port, and a server needs one on each fabric: take two adapters", "{adapter} 只有一个端口，而每台服务器需要两侧各一个端口：请用两块卡";
    TOO_MANY_HOPS: "{switch} allows at most {most} switches on the way, and edge and core are two", "{switch} 最多允许路径经过 {most} 台交换机，而边缘加核心为两台";
    FAN_IN: "{given} arrays of {array} are too few: their fan-in asks for {least}", "{given} 台 {array} 不够：按扇入比需要 {least} 台";
    ARRAYS_UNKNOWN: "how many arrays of {array} are needed is not known, since nothing says how many servers a host port serves: give fabric.arrays", "无法确定需要多少台 {array}，因为没有资料说明一个主机端口可带多少台服务器：请给出 fabric.arrays";
    NO_SIZE: "no fabrics of {switch} hold {servers} servers by the ratio and the domain IDs given", "按给定的收敛比和域 ID 数，{switch} 组成的交换网容纳不下 {servers} 台服务器";
    SHAPE: "{servers} servers and {arrays} arrays: {pairs} pairs of fabrics, each fabric with {edges} edge and {cores} core switches, {isls} ISLs from each edge to each core", "{servers} 台服务器、{arrays} 台阵列：{pairs} 对交换网，每个交换网有 {edges} 台边缘和 {cores} 台核心交换机，每台边缘到每台核心 {isls} 条 ISL";
    ONE_STANDS_FOR_ALL: "one service a pair of fabrics stands for all, since the servers are wired alike; name those that matter", "每对交换网以一个服务为代表，因为各服务器接线相同；请补充实际的服务";
    FABRIC_LINKS: "fabric {fabric}: servers to edge switches, edge to core, arrays to core", "交换网 {fabric}：服务器接边缘，边缘接核心，阵列接核心";

    WIRED_FROM: "wired by haplan design from the brief {brief}", "由 haplan design 按需求 {brief} 生成";
    GO_ON: "go on editing as you like; haplan check judges what becomes of it", "可自由修改；修改后用 haplan check 检查";
    FOR_CLIENTS: "for the clients", "用于业务网";
    FOR_HEARTBEAT: "for the heartbeat", "用于心跳";
    CLIENTS_ONCE: "one client link each, on the switches in turn: a lost one is covered by takeover", "每台一根业务线，轮流接入两台交换机：断一根由切换应对";
    CLIENTS_TWICE: "two client links each, on both switches: a lost one interrupts nothing", "每台两根业务线，分接两台交换机：断一根不中断业务";
    LAN_JOINED: "the clients' switches are one network", "两台业务交换机互连成一个网络";
    TWO_CARDS: "two cards, so that none of them takes both paths", "两块卡，任何一块故障都不会带走全部路径";
    DIRECT_TWICE: "a port to each controller: a lost controller leaves the other path", "每台服务器各接两个控制器：一个控制器故障仍有另一条路径";
    DIRECT_ONCE: "a single path each, the controllers shared out", "每台一条路径，控制器均分";
    ONE_SWITCH: "all on one switch: it is a single point of failure", "全部接入一台交换机：它是单点故障";
    ONE_PATH: "a single path each, the servers shared out over both switches", "每台一条路径，服务器均分到两台交换机";
    ONE_EACH_SIDE: "one port to each side, so that a lost switch leaves a path", "每侧一个端口，一台交换机故障仍有路径";
    ARRAY_CROSSED: "each side reaches both controllers", "每一侧都能到达两个控制器";
    ARRAY_ONE_SWITCH: "both controllers on the switch", "两个控制器都接入该交换机";
    SAN_JOINED: "storage crosses here, since no server is on both sides", "存储流量经此互通，因为服务器只接一侧";
    ON_CLIENT_SWITCHES: "storage in a network of its own on the switches that are there", "存储流量在现有交换机上使用独立网络";
    ARRAY_PAIRS: "ports that take over each other's addresses are on one switch", "互相接管地址的端口接在同一台交换机上";
    FOR_COPIES: "for the copies of the data, and nothing else", "仅用于数据镜像";
    BEAT_CABLE: "a heartbeat on a cable of its own", "独立的心跳直连线";
    BEAT_SWITCH: "a heartbeat in a network of its own", "独立网络中的心跳";
    TWO_HEARTBEATS: "over separate paths: no single fault silences both", "经由不同路径：单个故障不会使两路心跳同时中断";
    QUORUM_VOLUME: "a volume breaks the tie when the nodes do not hear each other", "节点互相失联时由仲裁卷裁决";
    QUORUM_SERVER: "a server breaks the tie when the nodes do not hear each other", "节点互相失联时由仲裁服务器裁决";
    ARBITER: "any server that is there already may hold the deciding vote", "可用任何一台现有服务器担任仲裁";
    ARBITER_CABLES: "the arbiter is on every switch of the clients", "仲裁服务器接入每台业务交换机";
    FENCED: "who takes over switches the other one off first", "接管前先关掉对方";
    BMC_CABLES: "remote management, on the other switch than the server's clients", "远程管理口，接在与该服务器业务线不同的交换机上";
    TWO_FEEDS: "two independent feeds, and each device on both as far as it has supplies", "两路独立市电，设备电源尽量分接两路";
    ONE_FEED: "one feed: it is a single point of failure", "一路市电：它是单点故障";

    W_FC_TWO: "Fibre Channel over two fabrics", "光纤双交换网";
    W_FC_ONE: "Fibre Channel over one switch", "光纤单交换机";
    W_FC_DIRECT: "Fibre Channel, direct", "光纤直连";
    W_SAS_DIRECT: "SAS, direct", "SAS 直连";
    W_ISCSI_TWO: "iSCSI over two switches of its own", "iSCSI 双专用交换机";
    W_ISCSI_EXISTING: "iSCSI over the clients' switches", "iSCSI 利用现有交换机";
    W_ISCSI_DIRECT: "iSCSI, direct", "iSCSI 直连";
    W_MIRROR: "mirrored servers without shared storage", "纯软件镜像（无共享存储）";
}
