//! What the rules say.

use super::words;

words! {
    STOPS: "\"{component}\" alone stops \"{service}\"", "“{component}”单点故障会使“{service}”停止";
    SPLITS: "\"{component}\" alone makes \"{service}\" run twice on the same data", "“{component}”单点故障会使“{service}”在同一份数据上运行两份（脑裂）";
    LOSES_DATA: "\"{component}\" alone loses data of \"{service}\"", "“{component}”单点故障会丢失“{service}”的数据";
    MOVES: "only takeover covers \"{component}\" for \"{service}\"", "“{component}”故障时“{service}”只能靠切换恢复";
    BECAUSE_NODE: "\"{home}\" goes down with it", "“{home}”随之宕机";
    BECAUSE_PATH: "every path of \"{home}\" to \"{volume}\" crosses it", "“{home}”到“{volume}”的所有路径都经过它";
    BECAUSE_PATH_CHAIN: "it takes down {chain}, and every path of \"{home}\" to \"{volume}\" crosses that", "它会使 {chain} 失效，而“{home}”到“{volume}”的所有路径都经过那里";
    BECAUSE_CONTROLLER: "no other controller serves \"{volume}\" to \"{home}\"", "没有其他控制器向“{home}”提供“{volume}”";
    BECAUSE_DRIVES: "the drives of \"{volume}\" do not survive it", "“{volume}”的磁盘无法承受该故障";
    BECAUSE_CLIENTS: "every way of \"{home}\" to the clients on \"{network}\" crosses it", "“{home}”通往“{network}”客户端的所有通路都经过它";
    BECAUSE_CLIENTS_CHAIN: "it takes down {chain}, and every way of \"{home}\" to the clients on \"{network}\" crosses that", "它会使 {chain} 失效，而“{home}”通往“{network}”客户端的所有通路都经过那里";
    BECAUSE_PARTED: "without it the nodes do not hear each other, and nothing decides between them", "失去它后各节点互相听不到心跳，也没有仲裁来裁决";
    BECAUSE_NO_MAJORITY: "without it no side has a majority of votes", "失去它后没有任何一方拥有多数票";
    HELP_SECOND_ARRAY: "mirror the volume to a second array, or accept it with a waiver", "将该卷镜像到第二台阵列，或用豁免（waivers）接受此风险";
    HELP_SECOND_CONTROLLER: "fit a second controller and cable it to every node", "加装第二个控制器，并连接到每个节点";
    HELP_SECOND_SWITCH: "add a second switch and give each node and the array a cable to it", "增加第二台交换机，并让每个节点和阵列各接一根线缆到它";
    HELP_SECOND_LAN: "give each node a cable to a second switch of \"{network}\" with an uplink of its own", "让每个节点再接一根线缆到“{network}”的第二台交换机，且该交换机有自己的上联";
    HELP_SECOND_CARD: "fit a second adapter and move one of its cables to it", "加装第二块适配器，并将其中一根线缆改接到新卡";
    HELP_SECOND_PATH: "cable a second path that does not cross it", "再布一条不经过它的路径";
    HELP_SECOND_FEED: "plug {chain} into another feed, or give it a second supply on one", "将 {chain} 改接另一路供电，或为其增加接在另一路供电上的电源";
    HELP_HEARTBEAT: "add a heartbeat network over other parts, and a quorum volume as tie-breaker", "增加经由其他部件的心跳网络，并设置仲裁卷";
    HELP_CLUSTER: "put the service on a cluster of two nodes", "将该服务放到双节点集群上";
    HELP_SECOND_NODE: "give another node of the cluster what the service needs", "让集群中的另一节点具备该服务所需的条件";
    HELP_RAID: "use a RAID level that survives the loss of a drive", "改用能承受磁盘损坏的 RAID 级别";
    HELP_GROUP: "route one of the members another way", "让其中一个成员走别的路由";
    HELP_MOVES: "if a takeover is too slow, cable a second path that does not cross it", "若不能接受切换时间，请再布一条不经过它的路径";
    HELP_NODE_MOVES: "nothing to do unless a takeover is too slow", "若可接受切换时间，则无需处理";

    NOT_RUNNING: "with nothing failed \"{service}\" is in {effect}: {reason}", "尚无任何故障，“{service}”已处于{effect}状态：{reason}";
    LACKS_NODE: "its home \"{home}\" does not work", "其主节点“{home}”不工作";
    LACKS_PATH: "\"{home}\" has no path to \"{volume}\"", "“{home}”没有到“{volume}”的路径";
    LACKS_CLIENTS: "\"{home}\" has no way to the clients on \"{network}\"", "“{home}”没有通往“{network}”客户端的通路";
    LACKS_HEARTBEAT: "its nodes do not hear each other", "各节点互相听不到心跳";
    LACKS_MAJORITY: "no side of its nodes has a majority of votes", "没有任何一方节点拥有多数票";
    HELP_LACKS_NODE: "plug in the supplies of \"{home}\", or correct what feeds them", "为“{home}”的电源接电，或更正其供电来源";
    HELP_LACKS_PATH: "cable \"{home}\" to a host port of the array, directly or over switches of one fabric", "将“{home}”直接或经同一 Fabric 的交换机连接到阵列的主机端口";
    HELP_LACKS_CLIENTS: "cable \"{home}\" to a switch of \"{network}\", and let every cable on the way carry that network", "将“{home}”连接到“{network}”的交换机，并让沿途每根线缆都承载该网络";
    HELP_LACKS_HEARTBEAT: "cable a heartbeat network between the nodes", "在节点之间连接心跳网络";
    FABRICS_JOINED: "\"{cable}\" joins the fabric \"{a}\" to the fabric \"{b}\"", "“{cable}”将 Fabric“{a}”与 Fabric“{b}”连在了一起";
    HELP_FABRICS: "pull this cable: two fabrics share no link from server to array", "拔掉此线缆：两个 Fabric 之间不应有任何链路";
    NO_TIE_BREAKER: "nothing breaks a tie between the nodes of \"{cluster}\"", "集群“{cluster}”的节点之间没有仲裁";
    HELP_TIE_BREAKER: "add a quorum volume: quorum: {example}", "增加仲裁卷：quorum: {example}";
    NO_HEARTBEAT: "the cluster \"{cluster}\" declares no heartbeat", "集群“{cluster}”没有声明心跳";
    HELP_NO_HEARTBEAT: "name the networks over which its nodes hear each other: heartbeat: [NETWORK, …]", "写明节点之间的心跳网络：heartbeat: [网络名, …]";
    HEARTBEATS_SHARE: "all heartbeats of \"{cluster}\" break with any one of: {components}", "集群“{cluster}”的所有心跳会因其中任一部件而中断：{components}";
    HELP_HEARTBEATS: "add a heartbeat network over other ports, cables and switches", "增加经由其他端口、线缆和交换机的心跳网络";
    LINK_WITHOUT_NETWORK: "the cable \"{cable}\" carries no network", "线缆“{cable}”没有承载任何网络";
    HELP_LINK_NETWORK: "name what it carries: network: {networks}", "写明它承载的网络：network: {networks}";
    NO_UPLINKS: "the network \"{network}\" has no uplinks, so any switch counts as the clients", "网络“{network}”没有写明上联口，故任一交换机都视为已到达客户端";
    HELP_UPLINKS: "name the switch ports behind which the clients are: uplinks: [SWITCH:PORT, …]", "写明客户端所在的交换机端口：uplinks: [交换机:端口, …]";
    SUPPLY_UNPLUGGED: "\"{device}\" leaves {supplies} unplugged", "“{device}”的 {supplies} 没有接电";
    HELP_PLUG: "plug it in: power: {example}", "请接电：power: {example}";
    BOTH_CORDS: "all cords of \"{device}\" are plugged into \"{source}\"", "“{device}”的所有电源线都接在“{source}”上";
    HELP_CORDS: "plug {supply} into a power source on another feed", "将 {supply} 改接到另一路供电的电源";
    VIP_OUTSIDE: "the address {vip} lies outside the subnet {subnet} of \"{network}\"", "地址 {vip} 不在“{network}”的子网 {subnet} 内";
    HELP_VIP: "give \"{service}\" an address of that subnet, or correct the subnet", "请为“{service}”改用该子网内的地址，或更正子网";
    OVERLOADED: "\"{node}\" has {have} {what} and needs {need} for {services}", "“{node}”有 {have} {what}，而 {services} 共需 {need}";
    OVERLOADED_AFTER: "\"{node}\" has {have} {what} and needs {need} once \"{failed}\" has failed, for {services}", "“{node}”有 {have} {what}，而“{failed}”故障后 {services} 在其上共需 {need}";
    CPUS: "processors", "颗处理器";
    GIB: "GiB of memory", "GiB 内存";
    HELP_LOAD: "fit more, or give a service less to do", "增加配置，或减小服务负载";
    NO_COMMON_SPEED: "\"{a}\" and \"{b}\" have no speed in common: {p} and {q} Gbit/s", "“{a}”与“{b}”没有共同速率：{p} 与 {q} Gbit/s";
    HELP_SPEED: "use ports or optics that share a speed", "改用具有共同速率的端口或光模块";
    TOO_LONG: "the cable \"{cable}\" is {length} m long, and {medium} reaches {most} m at {speed} Gbit/s", "线缆“{cable}”长 {length} 米，而 {medium} 在 {speed} Gbit/s 下最远 {most} 米";
    HELP_TOO_LONG: "use a shorter cable or a better fibre", "改用更短的线缆或更高等级的光纤";
    NOT_LICENSED: "\"{switch}\" uses {used} ports and has licences for {licensed}", "“{switch}”使用了 {used} 个端口，而自带许可为 {licensed} 个";
    HELP_LICENCE: "order a port licence, or free {count} of its ports", "请订购端口许可，或空出 {count} 个端口";

    WAIVER_UNUSED: "this waiver of \"{rule}\" matches no finding", "此“{rule}”豁免没有匹配到任何发现";
    HELP_WAIVER_UNUSED: "remove it, or correct rule, at and service", "请删除，或更正 rule、at、service";
    WAIVER_EXPIRED: "this waiver of \"{rule}\" ran out on {until}", "此“{rule}”豁免已于 {until} 到期";
    HELP_WAIVER_EXPIRED: "mend what it waives, or agree on a new date", "请解决其豁免的问题，或商定新的日期";

    ASSUMED_ACCESS: "\"{array}\": how its controllers share volumes is unknown; judged as owner", "“{array}”：控制器的访问方式未知，按 owner 判断";
    ASSUMED_FAILOVER: "\"{array}\": whether a controller takes over is unknown; judged as none", "“{array}”：控制器能否接管未知，按不能接管判断";
    ASSUMED_SUPPLIES: "\"{device}\": how many supplies it needs is unknown; judged as all", "“{device}”：所需电源数未知，按全部需要判断";
    ASSUMED_HEARD: "\"{cluster}\": no heartbeat is declared; its nodes are taken to hear each other", "“{cluster}”：未声明心跳，视为节点能互相听到";
    ASSUMED_VOTES: "\"{cluster}\": votes are counted as a static majority; dynamic quorum is not modelled", "“{cluster}”：票数按静态多数计算，不考虑动态仲裁";
    WITHOUT_POWER: "power: no feeds are given", "供电：未给出供电来源";
    WITHOUT_POWER_OF: "power of {devices}: not given", "{devices} 的供电：未给出";
    WITHOUT_LENGTHS: "length of {count} cables: not given", "{count} 根线缆的长度：未给出";
    WITHOUT_DRIVES: "drives of {volumes}: not given", "{volumes} 的磁盘：未给出";
    WITHOUT_ZONES: "zoning: none is given; every initiator sees every target of its fabric", "分区（zone）：未给出，视为每个启动端可见同一 Fabric 内的所有目标端";
}
