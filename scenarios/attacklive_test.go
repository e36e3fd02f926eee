package scenarios_test

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"

	"github.com/gherkind/gherkind/internal/lab/exercise"
	"github.com/gherkind/gherkind/internal/lab/grade"
	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/internal/proving"
	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

// attackedLab is an exercise with a read-only criterion, and one that is judged in a copy.
var attackedLab = map[string]string{
	"attacked/exercise.yaml":      "title: A pod\ntotal: 2\nsecurity: baseline\nlimits: {objects: 5, pods: 5, time: 5m}\nwrong: {none: {points: 0}}\n",
	"attacked/instructions.md":    "Have a pod `web` run.\n",
	"attacked/solution/web.yaml":  podWith("sleep 600"),
	"attacked/wrong/none/no.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: none}\n",
	"attacked/grade.feature": `Feature: A pod
  @id:runs @points:1
  Scenario: It runs
    Then pod "web" is Running within 1m for 5s

  @id:copy @points:1 @copy
  Scenario: It runs in a copy
    Then pod "web" is Running within 1m for 5s
`,
}

// servingLab is the exercise of an honest student whose work must answer while others are attacked.
var servingLab = map[string]string{
	"serving/exercise.yaml":      "title: A page\ntotal: 2\nsecurity: baseline\nlimits: {time: 5m}\nwrong: {none: {points: 0}}\n",
	"serving/instructions.md":    "Serve a page.\n",
	"serving/wrong/none/no.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: none}\n",
	"serving/solution/web.yaml": `apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web}}
spec:
  terminationGracePeriodSeconds: 1
  containers:
    - name: nginx
      image: nginx
      readinessProbe: {httpGet: {port: 80}, periodSeconds: 1}
      livenessProbe: {exec: {command: [test, -e, /etc/nginx]}, periodSeconds: 1, failureThreshold: 3}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {type: NodePort, selector: {app: web}, ports: [{port: 80}]}
`,
	"serving/grade.feature": `Feature: A page
  @id:answers @points:1
  Scenario: It answers on every node
    Then service "web" answers HTTP 200 with "Welcome to nginx!" on its node port of every node within 1m for 5s

  @id:lives @points:1
  Scenario: It is not restarted
    Given pod "web" is ready within 1m
    Then container "nginx" of pod "web" has restarted 0 times within 2s for 5s
`,
}

func podWith(command string) string {
	return fmt.Sprintf("apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  terminationGracePeriodSeconds: 1\n"+
		"  containers: [{name: web, image: busybox, command: [sh, -c, %q]}]\n", command)
}

// attack is a submission, with the points that it must get; refused ones are identified by their code.
type attack struct {
	files   map[string]string
	points  string
	refused bool
	judged  string // the step of the criteria, if not that of attackedLab
}

// spinning are pods that take all the CPU that they can get.
var spinning = podWith("while :; do :; done & while :; do :; done") + `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: spin}
spec:
  replicas: 4
  selector: {matchLabels: {app: spin}}
  template:
    metadata: {labels: {app: spin}}
    spec:
      terminationGracePeriodSeconds: 1
      containers: [{name: spin, image: busybox, command: [sh, -c, "while :; do :; done & while :; do :; done"]}]
`

// nodePorts is a Service with so many ports that all of them are open on every node.
func nodePorts(count int) string {
	text := "apiVersion: v1\nkind: Service\nmetadata: {name: many}\nspec:\n  type: NodePort\n  selector: {app: web}\n  ports:\n"
	for i := range count {
		text += fmt.Sprintf("    - {name: p%d, port: %d}\n", i, 8000+i)
	}
	return text
}

func attacks() map[string]attack {
	one := func(text, points string) attack {
		return attack{files: map[string]string{"a.yaml": text}, points: points}
	}
	refused := func(text string) attack {
		return attack{files: map[string]string{"a.yaml": text}, points: "0", refused: true}
	}
	web := podWith("sleep 600")
	return map[string]attack{
		"it takes all memory":    one(podWith("tail /dev/zero"), "0"),
		"it forks":               one(podWith("f() { f | f & }; f; sleep 600"), ""), // it may survive within its limit
		"it fills the disk":      {files: map[string]string{"a.yaml": podWith("dd if=/dev/zero of=/tmp/full bs=1M count=600; sleep 600")}, points: "2", judged: `pod "web" has "Evicted" at "{.status.reason}" within 2m`},
		"it spins":               {files: map[string]string{"a.yaml": spinning}, points: "2", judged: `running "cat /sys/fs/cgroup/cpu.max /sys/fs/cgroup/cpu/cpu.cfs_quota_us 2>/dev/null | cut -d' ' -f1" in pod "web" prints exactly "50000" within 1m`},
		"it takes node ports":    {files: map[string]string{"a.yaml": nodePorts(12)}, points: "0", refused: true},
		"it writes huge logs":    one(podWith("yes 0123456789012345678901234567890123456789012345678901234567890123456789"), "2"),
		"markup in texts":        one(strings.Replace(web, "{name: web}", "{name: web, annotations: {a: \"<script>\\e[31m\"}}", 1), "2"),
		"a status of its own":    one(strings.Replace(web, "busybox", "no.such.host/image", 1)+"status: {phase: Running, conditions: [{type: Ready, status: \"True\"}]}\n", "0"),
		"more pods than may be":  one(web+"---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: many}\nspec:\n  replicas: 1000\n  selector: {matchLabels: {a: b}}\n  template:\n    metadata: {labels: {a: b}}\n    spec: {containers: [{name: c, image: busybox, command: [sleep, \"600\"]}]}\n", "2"),
		"finalizers of its pods": refused("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  selector: {matchLabels: {a: b}}\n  template:\n    metadata: {labels: {a: b}, finalizers: [example.org/never]}\n    spec: {containers: [{name: c, image: busybox, command: [sleep, \"600\"]}]}\n"),
		"control characters":     refused(strings.Replace(web, "name: web}\nspec", "name: \"we\\e[31mb\"}\nspec", 1)),
		"the grader's own label": refused(strings.Replace(web, "{name: web}", "{name: web, labels: {gherkind/run: mine}}", 1)),
		"the grader's own name":  refused("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: gherkind-lab}\n"),
		"a system priority":      refused(strings.Replace(web, "spec:\n", "spec:\n  priorityClassName: system-node-critical\n", 1)),
		"a webhook":              refused("apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration\nmetadata: {name: swallow}\nwebhooks: []\n"),
		"10000 objects":          refused(strings.Repeat("apiVersion: v1\nkind: ConfigMap\nmetadata: {generateName: a-}\n---\n", 10_000)),
		"a YAML bomb":            refused("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"),
	}
}

// TestAttacks: submissions that attack the grader, the nodes and other students are graded in parallel to those of others. All
// grades are decided, others get full marks, and afterwards nothing is left in the cluster.
func TestAttacks(t *testing.T) {
	onCluster(t)
	proving.Only(t, "it takes minutes")
	e := labOf(t, attackedLab, "attacked")
	beside := labOf(t, servingLab, "serving")
	err := scenarios.GradeClass(t.Context(), scenarios.Options{Cluster: shared(t), StateDir: t.TempDir()}, e, func(ctx context.Context, judge scenarios.JudgeStudent) error {
		for name, a := range attacks() {
			t.Run(name, func(t *testing.T) {
				attacked := e
				if a.judged != "" {
					attacked = labOf(t, judgedBy(a.judged), "attacked")
				}
				var honest sync.WaitGroup
				honest.Go(func() {
					expectPoints(ctx, t, judge, beside, beside.Path(exercise.SolutionFolder), attack{points: "2"})
				})
				expectPoints(ctx, t, judge, attacked, folderWith(t, a.files), a)
				honest.Wait()
			})
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	nothingLeft(t, "attacked")
	nothingLeft(t, "serving")
}

func labOf(t *testing.T, files map[string]string, name string) *exercise.Exercise {
	t.Helper()
	e, err := exercise.Load(filepath.Join(folderWith(t, files), name), exercise.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// judgedBy is attackedLab with another step in its criteria.
func judgedBy(step string) map[string]string {
	files := maps.Clone(attackedLab)
	files["attacked/grade.feature"] = strings.ReplaceAll(files["attacked/grade.feature"], `pod "web" is Running within 1m for 5s`, step)
	return files
}

func expectPoints(ctx context.Context, t *testing.T, judge scenarios.JudgeStudent, e *exercise.Exercise, folder string, a attack) {
	g, err := judge(ctx, e, scenarios.GradeOptions{Submission: folder, Options: grade.Options{Student: marks.Student{ID: "s"}}})
	if err != nil {
		t.Error(err)
		return
	}
	points, decided := g.Points()
	if !decided || a.points != "" && points.String() != a.points || (g.Criteria[0].Code == marks.CodeRefused) != a.refused {
		t.Errorf("%s: %s points, decided: %v: %+v", folder, points, decided, g.Criteria)
	}
}

// nothingLeft reports namespaces of a scenario that stay. Those that are being deleted are fine unless something holds them.
func nothingLeft(t *testing.T, scenario string) {
	t.Helper()
	c, err := cluster.Up(t.Context(), shared(t))
	if err != nil {
		t.Fatal(err)
	}
	client, err := kubernetes.NewForConfig(c.Config)
	if err != nil {
		t.Fatal(err)
	}
	left, err := client.CoreV1().Namespaces().List(t.Context(), metav1.ListOptions{LabelSelector: "gherkind/scenario=" + scenario})
	if err != nil {
		t.Fatal(err)
	}
	for _, ns := range left.Items {
		t.Errorf("namespace %s is left: %+v", ns.Name, ns.Status.Conditions)
	}
}

// TestAZIPBombIsRefusedWithoutTheCluster: a small file that expands to a large one.
func TestAZIPBombIsRefusedWithoutTheCluster(t *testing.T) {
	dir := folderWith(t, attackedLab)
	e, err := exercise.Load(filepath.Join(dir, "attacked"), exercise.Options{})
	if err != nil {
		t.Fatal(err)
	}
	bomb := folderWith(t, map[string]string{"a.yaml": strings.Repeat("#", 64<<20)})
	name := zipped(t, bomb)
	if info, err := os.Stat(name); err != nil || info.Size() > 1<<20 {
		t.Fatal(info, err)
	}
	g, err := scenarios.Grade(t.Context(), scenarios.Options{}, e, scenarios.GradeOptions{Submission: name})
	if err != nil || g.Criteria[0].Code != marks.CodeRefused || g.Raw() != 0 {
		t.Errorf("%+v, %v", g, err)
	}
}
