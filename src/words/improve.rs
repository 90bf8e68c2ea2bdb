//! The upgrade ladder: what each step is, why one cannot be taken, and what they come to.

use super::words;

words! {
    LADDER: "Upgrade steps", "升级步骤";
    SEQUENCE: "Cheapest sequence", "最省的升级顺序";
    STEP: "step", "步骤";
    WHAT: "what it does", "内容";
    WORST: "worst effect", "最坏后果";
    COUNTS: "outage or worse, failover", "停止及更严重、切换";
    GONE: "single points gone", "消除的单点";
    GONE_TAKEOVER: "no longer takeover only", "不再只靠切换的部件";
    AVAILABLE: "availability of the worst service", "最差服务的可用性";
    BUY: "parts and cables to add", "新增部件与线缆";
    MOVE: "cables to move or to pull", "改插或拆除的线缆";
    PRICE: "price", "价格";
    CHANGE: "{old} → {new}", "{old} → {new}";
    PAIR: "{outage}, {failover}", "{outage}、{failover}";
    PIECES: "{count} × {what}", "{count} × {what}";
    AND_PIECES: "{some}; {more}", "{some}；{more}";
    LISTED: "{list}", "{list}";
    NOTHING_TO_BUY: "nothing", "无";
    UNPRICED: "unknown (no price for {parts})", "未知（{parts} 没有价格）";
    NO_BOOK: "unknown (no price book)", "未知（没有价格表）";
    AMOUNTS: "{amounts}", "{amounts}";
    AND_OPEN: "{price}, and {count} lines without a product", "{price}，另有 {count} 行尚未选定产品";
    OPEN_ONLY: "unknown ({count} lines without a product)", "未知（{count} 行尚未选定产品）";

    MEETS: "\"{design}\" meets its target, so there is nothing to improve", "“{design}”已满足目标，无需改进";
    NO_TARGET: "the file has no target: name one with --to to have the cheapest sequence found", "文件没有目标：请用 --to 指定，以求最省的升级顺序";
    NO_STEP: "no step makes \"{design}\" better", "没有任何步骤能改进“{design}”";
    REACHED: "to reach {target}: {steps}; price: {price}", "达到“{target}”：{steps}；价格：{price}";
    NOT_REACHED: "no sequence of up to {most} steps reaches {target}", "任何不超过 {most} 步的顺序都不能达到“{target}”";
    BY_PIECES: "without prices the sequence with the fewest parts and cables is taken", "没有价格，取部件和线缆最少的顺序";
    NOT_RANKED: "sets of steps without a known price come last, by the number of their parts and cables", "价格未知的步骤组合排在最后，按部件和线缆数量排序";
    NOT_POSSIBLE: "not proposed: {step}: {why}", "未提出：{step}：{why}";
    COMMENTS_KEPT: "the comments of \"{file}\" are kept as they are: see whether they still hold", "“{file}”中的注释原样保留：请检查是否仍然适用";
    INCLUDES: "\"{file}\" includes other files, and steps change one file only", "“{file}”包含其他文件，而升级步骤只能修改单个文件";
    INCLUDES_HELP: "put the design into one file first", "请先将设计合并为一个文件";
    NO_SUCH_STEP: "there is no step \"{step}\" here; there are {steps}", "没有步骤“{step}”；可用：{steps}";
    CANNOT_TAKE: "the step \"{step}\" cannot be taken: {why}", "步骤“{step}”无法执行：{why}";
    NOTHING_TO_WRITE: "there is nothing to write: no sequence of steps was found", "没有可写出的内容：未找到升级顺序";

    S_ADAPTER: "a second storage adapter in each server", "每台服务器增加第二块存储卡";
    S_PATH: "a second storage path for each server", "每台服务器增加第二条存储路径";
    S_STORAGE_SWITCH: "a second storage switch", "增加第二台存储交换机";
    S_POWER: "a second power feed", "增加第二路供电";
    S_HEARTBEAT_CABLE: "a second heartbeat by direct cable", "增加第二条直连心跳";
    S_HEARTBEAT_CLIENTS: "a heartbeat over the clients' network", "业务网兼作心跳";
    S_TIE_BREAKER: "a tie-breaker for the cluster", "为集群增加仲裁";
    S_MIRROR: "a second array, mirrored by the servers", "增加第二台阵列，由服务器镜像";
    S_CLIENT_SWITCH: "a second client switch", "增加第二台业务交换机";
    S_CLIENT_LINK: "a second client link for each server", "每台服务器增加第二条业务链路";

    W_NO_GAIN: "nothing would get better", "不会带来改善";
    W_UNREAD: "the changed file would not be valid: {why}", "修改后的文件将无效：{why}";
    W_ERROR: "check would find a new error at {components} ({rule})", "check 会在 {components} 发现新的错误（{rule}）";
    W_LINKS: "its links are written in a way that steps do not change", "连线的写法不支持自动修改";
    W_FIXED: "the cable \"{cable}\" runs through panels, a trunk or an enclosure", "线缆“{cable}”经过配线架、集束线缆或机箱内部";
    W_TWO_ADAPTERS: "every server has two storage adapters, or none", "每台服务器已有两块存储卡，或没有存储卡";
    W_NO_SLOT: "\"{server}\" has no free slot", "“{server}”没有空闲插槽";
    W_NO_PORT: "\"{device}\" has no free {protocol} port", "“{device}”没有空闲的{protocol}端口";
    W_NO_PORT_BESIDE: "no switch or controller that \"{server}\" could be cabled to has a free port", "“{server}”可以接入的交换机或控制器都没有空闲端口";
    W_TWO_PATHS: "every server has two storage paths, or none", "每台服务器已有两条存储路径，或没有存储路径";
    W_NO_SWITCH: "no storage switch", "没有存储交换机";
    W_SWITCHES: "there is more than one storage switch", "存储交换机不止一台";
    W_ENCLOSED: "\"{device}\" sits in an enclosure", "“{device}”装在机箱内";
    W_NO_POWER: "the file gives no power", "文件没有给出供电";
    W_POWER: "every device that can be is on two feeds", "凡能双路供电的设备都已接两路";
    W_HEARTBEAT_NODES: "a direct cable joins two nodes, and no cluster has just two with a heartbeat", "直连线缆只能连接两个节点，没有恰好两个节点且已有心跳的集群";
    W_HEARTBEATS: "the cluster software takes no more than {most} heartbeats", "集群软件最多支持 {most} 条心跳";
    W_HEARTBEAT_CLIENTS: "no cluster has a network of clients that is not a heartbeat yet", "没有尚未用作心跳的业务网";
    W_TIE_BREAKER: "every cluster has a tie-breaker, or decides without one", "每个集群已有仲裁，或不需要仲裁";
    W_NO_BAYS: "\"{array}\" has no two free drive bays, and no server beside the cluster is on the clients' network", "“{array}”没有两个空闲盘位，业务网上也没有集群之外的服务器";
    W_NO_ARBITER: "there is no array for a quorum volume, and no server beside the cluster on the clients' network", "没有可放仲裁卷的阵列，业务网上也没有集群之外的服务器";
    W_MIRROR: "the volumes do not lie on exactly one array", "各卷并非都在同一台阵列上";
    W_SHELVES: "\"{array}\" has shelves or cards of its own", "“{array}”带有扩展柜或自己的卡";
    W_VOLUME_RANGE: "a service names its volumes by a range", "服务以范围形式写卷名";
    W_CLIENT_SWITCHES: "the clients come over more than one switch, or over none", "业务经过不止一台交换机，或没有经过交换机";
    W_CLIENT_LINKS: "every server has two links for the clients, or none", "每台服务器已有两条业务链路，或没有业务链路";
}
