package cli

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/bundle"
	"github.com/gherkind/gherkind/internal/explain"
)

// TestRecordedFailuresAreTold: everything in the failures of the recorded twins is translated as a whole: what was seen, the cause, the
// hint and the evidence. After a colon there may be a message of another program: the API server, the kubelet, a command.
func TestRecordedFailuresAreTold(t *testing.T) {
	l := chinese(t)
	recordings, err := filepath.Glob("../../scenarios/testdata/recordings/*.tgz")
	if err != nil {
		t.Fatal(err)
	}
	failures := 0
	for _, recording := range recordings {
		for _, f := range recordedFailures(t, recording) {
			failures++
			for _, english := range append([]string{f.Saw, f.Why, f.Hint}, f.Evidence...) {
				if told := l.Retell(english); untold(told) {
					t.Errorf("%s: %q is told as %q", filepath.Base(recording), english, told)
				}
			}
		}
	}
	if failures < 200 {
		t.Errorf("only %d failures were read", failures)
	}
}

func recordedFailures(t *testing.T, recording string) []*explain.Failure {
	t.Helper()
	b, err := bundle.Read(recording)
	if err != nil {
		t.Fatal(err)
	}
	var all []*explain.Failure
	for _, step := range b.Steps {
		if step.Failure != nil {
			all = append(all, step.Failure)
		}
	}
	return all
}

var (
	asIs = regexp.MustCompile("\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`|\\{[^}]*\\}|(kubectl|docker) .*") // quotations, paths and commands
	// notOurs matches messages of Go's libraries and of the kubelet, and expressions, that have no sentence of gherkind before them.
	notOurs = regexp.MustCompile(`^(tls: |http: |[A-Z]\w+: |has\(|objects?\.)`)
	inARow  = regexp.MustCompile(`(^|\s)[a-z]{2,} [a-z]{2,}(\s|$)`)
)

// untold reports whether a sentence, or its beginning, is in English.
func untold(told string) bool {
	if strings.Contains(told, "\n") { // a block, of a failure within a failure
		return false
	}
	for clause := range strings.SplitSeq(told, "；") {
		begin, _, _ := strings.Cut(clause, "：")
		if inARow.MatchString(asIs.ReplaceAllString(begin, "")) && !notOurs.MatchString(begin) {
			return true
		}
	}
	return false
}

func TestUntold(t *testing.T) {
	for told, want := range map[string]bool{
		"没有 Pod \"web of trust\"": false, "集群拒绝了 Pod：it must be shorter": false, "tls: failed to verify certificate": false,
		"there is no pod": true, "没有就绪；it is waiting：ErrImagePull": true, "its phase is Failed": true,
	} {
		if untold(told) != want {
			t.Errorf("%q: untold %t", told, !want)
		}
	}
}

// TestComposedLinesAreTold: lines that are put together of several sentences are translated as a whole.
func TestComposedLinesAreTold(t *testing.T) {
	l := chinese(t)
	for english, want := range map[string]string{
		"Docker 29.1.0": "Docker 29.1.0",
		"Docker 29.1.0, cgroup v1: the kubelet is told to accept it, and to set limits without systemd, no CAP_SYS_RESOURCE: containerd is told to leave oom_score_adj alone":                                                        "Docker 29.1.0，cgroup v1：已设置 kubelet 接受它，并且不通过 systemd 设置限制，没有 CAP_SYS_RESOURCE：已设置 containerd 不修改 oom_score_adj",
		"Docker 29.1.0, no CAP_SYS_RESOURCE: containerd is told to leave oom_score_adj alone":                                                                                                                                        "Docker 29.1.0，没有 CAP_SYS_RESOURCE：已设置 containerd 不修改 oom_score_adj",
		"cluster gherkind: reused, Kubernetes v1.37.2, 4 nodes":                                                                                                                                                                      "集群 gherkind：复用现有集群，Kubernetes v1.37.2，4 个节点",
		"for Kubernetes v1.36 or newer (@kubernetes:>=1.36), and the cluster has v1.35.2":                                                                                                                                            "适用于 Kubernetes v1.36 及以上（@kubernetes:>=1.36），而集群的版本是 v1.35.2",
		`pull busybox: the registry docker.io does not speak TLS (http: server gave HTTP response to HTTPS client): add it to "insecure-registries" of Docker's daemon if that is meant`:                                             `拉取 busybox：镜像仓库 docker.io 没有使用 TLS（http: server gave HTTP response to HTTPS client）：如果确实如此，请把它加到 Docker 守护进程的 "insecure-registries" 中`,
		"try again later, or name a mirror with --registry; a proxy is set here, but Docker's daemon, which pulls, has none: give it HTTP_PROXY, HTTPS_PROXY and NO_PROXY in its own environment, or \"proxies\" in its daemon.json": "请稍后重试，或用 --registry 指明镜像站；这里设置了代理，但负责拉取的 Docker 守护进程没有：请在它自己的环境中设置 HTTP_PROXY、HTTPS_PROXY 和 NO_PROXY，或在其 daemon.json 中设置 \"proxies\"",
		"the bundle a.tgz cannot be read: timeline.jsonl:3: it is older than the line before":                                                                                                                                        "无法读取 bundle a.tgz：timeline.jsonl:3: 它早于上一行",
		"class.jsonl:3: its hash does not follow from the line before: the line was changed or moved, or one before it was removed or added":                                                                                         "class.jsonl:3: 其哈希值与上一行不衔接：该行被改动或移动，或在它之前有行被删除或添加",
		"web was failed with 1 of 3 points, now it is passed with 3 of 3 points less 1 for hints":                                                                                                                                    "web 原为失败，得 1 分（满分 3 分），现为通过，得 3 分（满分 3 分），提示扣 1 分",
		"2 shards of 4 missing: 2, 3; what they were to run is not known to pass":                                                                                                                                                    "4 个分片中缺少 2 个分片：2, 3；不知道其中的场景是否通过",
		"a/chainsaw-test.yaml:7: an assertion with (x > 1): an expression of Chainsaw; write what the object must be like with `matches:`, or in CEL with `satisfies`":                                                               "a/chainsaw-test.yaml:7: 含有 (x > 1) 的断言：这是 Chainsaw 的表达式；请用 `matches:` 写明对象应有的内容，或在 `satisfies` 中用 CEL 表达",
		"a/chainsaw-test.yaml:9: an assertion about any Pod: it names no object; name it, or count: `there are 2 pods labelled \"app=web\"`":                                                                                         "a/chainsaw-test.yaml:9: 针对任意 Pod 的断言：它没有指明对象；请指明，或改为计数：`there are 2 pods labelled \"app=web\"`",
		"interrupted 3s after this step began; until then: there is no pod \"web\"":                                                                                                                                                  "在该步骤开始 3s 后被中断；在此之前：没有 Pod \"web\"",
		"4 students: 1 passed, 1 failed, 1 infrastructure, 1 without a grade":                                                                                                                                                        "4 个学生：通过 1，失败 1，基础设施问题 1，没有分数 1",
		"21.3 GiB free, a run on the existing cluster needs 1.0 GiB":                                                                                                                                                                 "空闲 21.3 GiB，在现有集群上运行需要 1.0 GiB",
		"20.0 GiB free in /var/lib/docker, a run on the existing cluster needs 1.0 GiB":                                                                                                                                              "/var/lib/docker 空闲 20.0 GiB，在现有集群上运行需要 1.0 GiB",
		"c.csv:3: the student s1 is already in line 2":                                                                                                                                                                               "c.csv:3: 学生 s1 已在第 2 行",
		"c.csv:2: s1: stat x.zip: no such file or directory":                                                                                                                                                                         "c.csv:2: s1：查看 x.zip：文件或目录不存在",
		"a.yaml:5: bindings: there is no equivalent; see Values in docs/writing-scenarios.md":                                                                                                                                        "a.yaml:5: bindings：没有对应的写法；见 docs/writing-scenarios.zh-CN.md 中关于值的部分",
		"find a cluster: no kubeconfig is here, and kubectl has none; gherkind cluster up brings up gherkind's own, or leaves its kubeconfig in this folder; --kubeconfig names another one's":                                       "查找集群：这里没有 kubeconfig，kubectl 也没有；gherkind cluster up 会启动 gherkind 自己的集群，或在当前目录留下它的 kubeconfig；用 --kubeconfig 指明其他集群的 kubeconfig",
		`publishNotReadyAddresses of service "web" is true`:                                                                                                                                                                          `Service "web" 的 publishNotReadyAddresses 改为 true`,
		"cluster gherkind: Kubernetes v1.37.2, topology multi-node, 6h44m0s old":                                                                                                                                                     "集群 gherkind：Kubernetes v1.37.2，拓扑 multi-node，创建于 6h44m0s 前",
		`invalid argument "zz" for "--images" flag: "zz" is none of auto, published, built; see gherkind run --help`:                                                                                                                 `选项 "--images" 的值 "zz" 无效："zz" 不是 auto, published, built 之一；见 gherkind run --help`,
		"features/a.feature:6: no node has the image x:1, so that nodes must pull it":                                                                                                                                                "features/a.feature:6: 没有节点有镜像 x:1，节点必须拉取它",
		`web.yaml:3: Service web has spec.externalIPs, which would take addresses from others`:                                                                                                                                       `web.yaml:3：Service web 有 spec.externalIPs，会占用别人的地址`,
		"left gherkind/node:v1: used by a, b":                                                                                                                                                                                        "保留 gherkind/node:v1：a, b 正在使用它",
		"the container that asks from outside the cluster: it did not start within 1m0s":                                                                                                                                             "从集群外发出请求的容器：它在 1m0s 内没有启动",
		".gherkind/runs/1/a-16/ (objects, events, logs, timeline)":                                                                                                                                                                   ".gherkind/runs/1/a-16/（对象、事件、日志、时间线）",
	} {
		if got := l.Retell(english); got != want {
			t.Errorf("%q is told as %q, want %q", english, got, want)
		}
	}
}
