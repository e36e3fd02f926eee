package doctor

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/internal/cluster/registry"
	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/cluster/host"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage"
)

func find(t *testing.T, findings []Finding, subject string) Finding {
	t.Helper()
	for _, f := range findings {
		if f.Subject == subject {
			return f
		}
	}
	t.Fatalf("no finding about %q in %+v", subject, findings)
	return Finding{}
}

func must(t *testing.T, f Finding, status Status, parts ...string) {
	t.Helper()
	if f.Status != status {
		t.Errorf("%+v: want %s", f, status)
	}
	if f.Status != OK && f.Fix == "" {
		t.Errorf("%+v: no fix", f)
	}
	for _, part := range parts {
		if !strings.Contains(f.Says+" | "+f.Fix, part) {
			t.Errorf("%+v: want %q in it", f, part)
		}
	}
}

func TestLimitsOfAMachine(t *testing.T) {
	root := t.TempDir()
	for file, text := range map[string]string{
		"etc/os-release":                         "PRETTY_NAME=\"Some Linux 9\"\n",
		"proc/sys/fs/inotify/max_user_instances": "128\n",
		"proc/sys/fs/inotify/max_user_watches":   "1048576\n",
		"proc/sys/kernel/pid_max":                "4096\n",
	} {
		file = filepath.Join(root, file)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	found := onMachine(root)
	if says := find(t, found, "system").Says; !strings.Contains(says, "Some Linux 9") {
		t.Errorf("got %q", says)
	}
	must(t, find(t, found, "inotify"), Warning, "128", "512", "sysctl fs.inotify.max_user_instances=512")
	must(t, find(t, found, "processes"), Warning, "4096", "sysctl kernel.pid_max=32768")
	must(t, found[2], OK, "1048576")
}

// On a system without /proc there is no finding about limits, because other limits apply.
func TestAMachineWithoutProc(t *testing.T) {
	for _, f := range onMachine(t.TempDir()) {
		if f.Subject == "inotify" || f.Subject == "processes" {
			t.Errorf("got %+v", f)
		}
	}
}

func TestDockerIsJudged(t *testing.T) {
	off := &cluster.EnvironmentError{Doing: "reach Docker", Advice: "start it", Err: errors.New("no daemon")}
	must(t, ofDocker(&host.Sight{Trouble: off})[0], Problem, "reach Docker: no daemon", "start it")
	must(t, ofDocker(&host.Sight{Trouble: off, Supplies: true})[0], Warning, "gherkind run installs and starts Docker")
	old := &cluster.EnvironmentError{Doing: "use Docker", Advice: "update it", Err: errors.New("too old")}
	must(t, find(t, ofDocker(&host.Sight{Answers: true, Trouble: old}), "docker"), Problem, "update it")

	good := host.Sight{Answers: true, Version: "28.0.1", Client: "20.10.24", Storage: "overlay2", Local: true}
	found := ofDocker(&good)
	must(t, find(t, found, "docker"), OK, "28.0.1", "20.10.24")
	must(t, find(t, found, "endpoint"), OK, "on this machine")
	for name, c := range map[string]struct {
		change  func(*host.Sight)
		subject string
		status  Status
		part    string
	}{
		"vfs":              {func(s *host.Sight) { s.Storage = "vfs" }, "storage", Warning, "overlay2"},
		"rootless":         {func(s *host.Sight) { s.Rootless, s.CgroupDriver = true, "systemd" }, "endpoint", OK, "rootless"},
		"rootless, v1":     {func(s *host.Sight) { s.Rootless, s.CgroupV1 = true, true }, "cgroup", Problem, "unified_cgroup_hierarchy"},
		"rootless, driver": {func(s *host.Sight) { s.Rootless, s.CgroupDriver = true, "none" }, "cgroup", Problem, "Delegate=yes"},
		"v1":               {func(s *host.Sight) { s.CgroupV1 = true }, "cgroup", OK, "version 1"},
		"Desktop":          {func(s *host.Sight) { s.Desktop = true }, "endpoint", OK, "Docker Desktop"},
		"remote":           {func(s *host.Sight) { s.Local, s.System = false, "Ubuntu" }, "endpoint", OK, "another machine (Ubuntu)"},
		"capabilities":     {func(s *host.Sight) { s.Missing = 1 }, "capabilities", Warning, "--default-runtime gherkind-runc"},
	} {
		s := good
		c.change(&s)
		t.Run(name, func(t *testing.T) { must(t, find(t, ofDocker(&s), c.subject), c.status, c.part) })
	}
}

func TestRoomIsSaidInNumbers(t *testing.T) {
	const gib = 1 << 30
	must(t, room("memory", "", 2*gib, gib, "f"), Problem, "1.0 GiB free", "needs 2.0 GiB")
	must(t, room("memory", "", 2*gib, 5*gib/2, "f"), Warning, "2.5 GiB free")
	must(t, room("disk", " in /d", 2*gib, 3*gib, "f"), OK, "3.0 GiB free in /d")
	must(t, room("disk", " in /d", 0, gib/2, "f"), Warning, "existing cluster")
	must(t, room("disk", "", 2*gib, host.Unknown, "f"), OK, "not known")
}

func TestNetworksThatOverlap(t *testing.T) {
	const table = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n" +
		"eth0\t00000000\t0100000A\t0003\t0\t0\t0\t00000000\t0\t0\t0\n" +
		"br-de7423557f0c\t000012AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0\n" +
		"tun0\t000010AC\t00000000\t0001\t0\t0\t0\t0000F0FF\t0\t0\t0\n"
	routes := routesOf(table, "br-de7423557f0c")
	if len(routes) != 1 || routes[0].name != "tun0" || routes[0].ranges[0].String() != "172.16.0.0/12" {
		t.Fatalf("got %v", routes)
	}
	kind := func(ranges ...string) network {
		n := network{name: "kind"}
		for _, r := range ranges {
			n.ranges = append(n.ranges, netip.MustParsePrefix(r))
		}
		return n
	}
	must(t, overlaps(kind("172.18.0.0/16", "fc00:f853:ccd:e793::/64"), routes), Warning, "tun0", "172.16.0.0/12", "docker network rm kind", "--ask-from container")
	must(t, overlaps(kind("10.96.128.0/20"), nil), Problem, "services", "10.96.0.0/16")
	must(t, overlaps(kind("10.0.0.0/8"), nil), Problem, "pods")
	must(t, overlaps(kind("192.168.7.0/24"), routes), OK, "192.168.7.0/24")
}

func TestOtherClusters(t *testing.T) {
	got := othersIn([]docker.Container{
		{Cluster: "dev", Running: true}, {Cluster: "dev"}, {Cluster: "gherkind", Running: true}, {Cluster: "b", Running: true},
	}, "gherkind")
	if strings.Join(got, ", ") != "b (1 of 1 containers run), dev (1 of 2 containers run)" {
		t.Errorf("got %q", got)
	}
}

func TestHowTheNodeImageComes(t *testing.T) {
	silent := &cluster.EnvironmentError{Doing: "pull x", Advice: "connect it", Err: &registry.Trouble{Image: "x", Cause: "no answer", Silent: true}}
	present := &nodeimage.Prospect{Source: nodeimage.Built, Ref: "r:1", Present: true}
	toBuild := &nodeimage.Prospect{Source: nodeimage.Built, Ref: "r:1", Why: "no registry answers"}
	toPull := &nodeimage.Prospect{Source: nodeimage.Published, Ref: "kindest/node:v1"}
	must(t, ofRegistry(nil, toPull), OK, "it answers")
	must(t, ofRegistry(registry.ErrNotAsked, toPull), OK, "not asked")
	must(t, ofRegistry(silent, present), OK, "no answer", "not needed")
	must(t, ofRegistry(silent, toBuild), OK, "no answer", "built here")
	must(t, ofRegistry(silent, nil), Problem, "connect it")
	must(t, ofNodeImage(present, nil), OK, "in Docker", "r:1")
	must(t, ofNodeImage(toBuild, nil), Warning, "will be built here", "gherkind cluster up")
	must(t, ofNodeImage(toPull, nil), OK, "are pulled, one time")
	must(t, ofNodeImage(nil, silent), Problem, "connect it")
}

func node(name string, change func(*corev1.Node)) corev1.Node {
	n := corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: name, Labels: map[string]string{}}}
	n.Status.Conditions = []corev1.NodeCondition{{Type: corev1.NodeReady, Status: corev1.ConditionTrue}}
	if change != nil {
		change(&n)
	}
	return n
}

func TestNodesAreJudged(t *testing.T) {
	plane := func(n *corev1.Node) { n.Labels[planeLabel] = "" }
	tainted := func(n *corev1.Node) {
		plane(n)
		n.Spec.Taints = []corev1.Taint{{Key: planeLabel, Effect: corev1.TaintEffectNoSchedule}}
	}
	must(t, ofNodes([]corev1.Node{node("p", tainted), node("w", nil)})[0], OK, "all are ready")
	must(t, ofNodes([]corev1.Node{node("only", plane)})[0], OK, "all are ready") // a single node has no taint
	must(t, ofNodes([]corev1.Node{node("p", plane), node("w", nil)})[0], Warning, "kubectl taint nodes p "+planeLabel+"=:NoSchedule")
	must(t, ofNodes([]corev1.Node{node("w", func(n *corev1.Node) { n.Spec.Unschedulable = true })})[0], Warning, "kubectl uncordon w")
	must(t, ofNodes([]corev1.Node{node("w", func(n *corev1.Node) { n.Status.Conditions = nil })})[0], Warning, "w is not ready")
}

func TestLeftovers(t *testing.T) {
	must(t, leftovers(nil, []string{"a"}), OK, "none of dead runs (1 run on it now)")
	must(t, leftovers(map[string]int{"b": 2, "a": 1}, nil), Warning, "1 namespace of run a, 2 namespaces of run b")
}

func TestTextFitsTheTerminalAndIsPlain(t *testing.T) {
	r := reportOf([]Finding{
		ok("docker", "Docker 28"),
		warning("memory", strings.Repeat("a long sentence ", 12), strings.Repeat("type this ", 12)),
		problem("cluster", "a terminal \x1b[31m must not obey", "type: x"),
	})
	var text bytes.Buffer
	if err := r.WriteText(&text, Look{Width: 80}); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(text.String()) {
		if line = strings.TrimRight(line, "\n"); plaintext.Width(line) > 80 || strings.Contains(line, "\x1b") || strings.TrimRight(line, " ") != line {
			t.Errorf("got line %q", line)
		}
	}
	for _, want := range []string{"ok       docker          Docker 28\n", "fix: type this", "A run would not work: 1 problem."} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("%q is not in\n%s", want, text.String())
		}
	}
	text.Reset()
	if err := r.WriteText(&text, Look{Color: true}); err != nil || !strings.Contains(text.String(), "\x1b[31mproblem") {
		t.Errorf("got %q, %v", text.String(), err)
	}
}

func TestJSON(t *testing.T) {
	var text bytes.Buffer
	if err := reportOf([]Finding{ok("a", "b"), warning("c", "d < e", "f")}).WriteJSON(&text); err != nil {
		t.Fatal(err)
	}
	var got Report
	if err := json.Unmarshal(text.Bytes(), &got); err != nil || got.Status != Warning || len(got.Findings) != 2 || got.Findings[1].Fix != "f" {
		t.Errorf("got %s, %v", text.String(), err)
	}
}
