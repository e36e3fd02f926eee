package grade

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"

	"github.com/gherkind/gherkind/internal/bundle"
	"github.com/gherkind/gherkind/internal/lab/exercise"
	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/internal/lab/policy"
	"github.com/gherkind/gherkind/internal/schedule"
	"github.com/gherkind/gherkind/scenarios/report"
)

func objectsOf(t *testing.T, texts ...string) (all snapshot) {
	t.Helper()
	for _, text := range texts {
		data, err := yaml.YAMLToJSON([]byte(text))
		obj := &unstructured.Unstructured{}
		if err = errors.Join(err, obj.UnmarshalJSON(data)); err != nil {
			t.Fatal(err)
		}
		all = append(all, obj)
	}
	return all
}

// web1 is a Deployment that a controller and a student have written.
const web1 = `
kind: Deployment
metadata:
  name: web
  uid: u1
  generation: 1
  resourceVersion: "7"
  managedFields:
  - {manager: kubectl-create, operation: Update, time: "2026-01-01T10:00:00Z", fieldsType: FieldsV1, fieldsV1: {"f:spec": {"f:replicas": {}}}}
  - {manager: kube-controller-manager, operation: Update, subresource: status, time: "2026-01-01T10:00:01Z", fieldsType: FieldsV1, fieldsV1: {"f:status": {"f:replicas": {}}}}
spec: {replicas: 1}
`

const (
	settings  = "{kind: ConfigMap, metadata: {name: c, uid: u2, resourceVersion: '3'}, data: {a: b}}"
	ownedPod  = "{kind: Pod, metadata: {name: p, uid: u3, resourceVersion: '4', labels: {app: web}, ownerReferences: [{kind: ReplicaSet, name: r, uid: r1, controller: true}]}, spec: {nodeName: n}}"
	autoscale = "{kind: HorizontalPodAutoscaler, metadata: {name: h, uid: u4}, spec: {scaleTargetRef: {kind: Deployment, name: web}}}"
)

// TestWhatSomebodyHasChanged: changes by people are reported, even if they were undone; those by controllers are not.
func TestWhatSomebodyHasChanged(t *testing.T) {
	with := func(text string, pairs ...string) string { return strings.NewReplacer(pairs...).Replace(text) }
	for name, c := range map[string]struct {
		before, after []string
		says          string
	}{
		"nothing":                        {[]string{web1, settings}, []string{settings, web1}, ""},
		"a status":                       {[]string{web1}, []string{with(web1, `"7"`, `"8"`, "10:00:01", "10:00:09") + "status: {readyReplicas: 1}\n"}, ""},
		"an annotation of a controller":  {[]string{web1}, []string{with(web1, "name: web\n", "name: web\n  annotations: {deployment.kubernetes.io/revision: '1'}\n")}, ""},
		"pods that a controller makes":   {[]string{web1}, []string{web1, ownedPod}, ""},
		"pods that a controller deletes": {[]string{web1, ownedPod}, []string{web1}, ""},
		"an autoscaler":                  {[]string{web1, autoscale}, []string{with(web1, "generation: 1", "generation: 2", "replicas: 1", "replicas: 3"), autoscale}, ""},

		"the number of pods":       {[]string{web1}, []string{with(web1, "generation: 1", "generation: 2", "replicas: 1", "replicas: 3")}, "Deployment web was changed"},
		"and back":                 {[]string{web1}, []string{with(web1, "generation: 1", "generation: 3")}, "Deployment web was changed"},
		"a label, and back":        {[]string{web1}, []string{with(web1, "10:00:00", "10:00:30")}, "Deployment web was changed"},
		"data, and back":           {[]string{settings}, []string{with(settings, "'3'", "'5'")}, "ConfigMap c was changed"},
		"an annotation of its own": {[]string{settings}, []string{with(settings, "name: c", "name: c, annotations: {a: b}")}, "ConfigMap c was changed"},
		"the label of a pod":       {[]string{ownedPod}, []string{with(ownedPod, "app: web", "app: other")}, "Pod p was changed"},
		"another in its place":     {[]string{settings}, []string{with(settings, "u2", "u9")}, "ConfigMap c was changed"},
		"a new one":                {nil, []string{settings}, "ConfigMap c was created"},
		"none any more":            {[]string{settings}, nil, "ConfigMap c was deleted"},
	} {
		says, err := changed(objectsOf(t, c.before...), objectsOf(t, c.after...))
		if err != nil || says != c.says {
			t.Errorf("%s: %q, %v, want %q", name, says, err, c.says)
		}
	}
}

const statusBy = `
kind: Pod
metadata:
  name: p
  managedFields:
  - {manager: curl, operation: Update, fieldsType: FieldsV1, fieldsV1: {"f:spec": {"f:containers": {}}}}
  - {manager: WHO, operation: Update, subresource: status, fieldsType: FieldsV1, fieldsV1: {"f:status": {FIELDS}}}
spec: {nodeName: n}
`

// inKind turns the object into a custom resource whose controller writes its spec and its status.
func inKind(object string) string {
	return strings.Replace(object, "kind: Pod", "apiVersion: example.org/v1\nkind: Backup", 1)
}

// TestAStatusThatPeopleHaveWritten: it is detected by its writer, and by impossible states. Users may write the conditions of
// readiness gates.
func TestAStatusThatPeopleHaveWritten(t *testing.T) {
	by := func(who, fields string) string {
		return strings.NewReplacer("WHO", who, "FIELDS", fields).Replace(statusBy)
	}
	const (
		phase = `"f:phase": {}`
		ready = `"f:conditions": {"k:{\"type\":\"Ready\"}": {".": {}, "f:status": {}}}`
		gate  = `"f:conditions": {".": {}, "k:{\"type\":\"example.org/fed\"}": {".": {}, "f:status": {}, "f:type": {}}}`
	)
	components := componentsOf(objectsOf(t, strings.NewReplacer("kind: Pod", "kind: Node", "WHO", "k3s").Replace(statusBy),
		strings.NewReplacer("kind: Pod", "kind: Node", "WHO", "kubectl-edit").Replace(statusBy)))
	for name, c := range map[string]struct{ object, says string }{
		"the kubelet":               {by("kubelet", phase+", "+ready), ""},
		"any other name":            {by("helper", ready), "the status of Pod p was written by helper"},
		"of a Deployment":           {strings.Replace(by("helper", ready), "kind: Pod", "apiVersion: apps/v1\nkind: Deployment", 1), "written by helper"},
		"a load balancer":           {strings.Replace(by("helper", `"f:loadBalancer": {}`), "kind: Pod", "apiVersion: v1\nkind: Service", 1), ""},
		"all in one":                {by("k3s", phase+", "+ready), ""},
		"another scheduler":         {by("volcano", `"f:nominatedNodeName": {}, "f:conditions": {"k:{\"type\":\"PodScheduled\"}": {".": {}, "f:status": {}}}`), ""},
		"kubectl as a scheduler":    {by("kubectl-patch", `"f:nominatedNodeName": {}`), "written by kubectl-patch"},
		"kubectl that wrote a node": {by("kubectl-edit", phase), "written by kubectl-edit"},
		"a network plugin":          {strings.Replace(by("multus", ""), `{"f:status": {}}`, `{"f:metadata": {"f:annotations": {"f:a/b": {}}}}`, 1), ""},
		"a readiness gate":          {by("kubectl-patch", gate), ""},
		"kubectl":                   {by("kubectl-patch", phase), "the status of Pod p was written by kubectl-patch, not by Kubernetes"},
		"one condition":             {by("kubectl-edit", ready), "written by kubectl-edit"},
		"a gate and a condition":    {by("kubectl-patch", gate[:len(gate)-1]+`, "k:{\"type\":\"Ready\"}": {"f:status": {}}}`), "written by kubectl-patch"},
		"who has written the pod":   {by("curl", phase), "written by curl"},
		"under another's name, without a node": {
			"{kind: Pod, metadata: {name: p}, spec: {}, status: {conditions: [{type: Ready, status: 'True'}]}}", "Pod p is said to run, and is on no node",
		},
		"an operator of its kind":   {inKind(by("curl", phase)), ""},
		"kubectl, of such a kind":   {inKind(by("kubectl-patch", phase)), "written by kubectl-patch"},
		"a phase, without a node":   {"{kind: Pod, metadata: {name: p}, spec: {}, status: {phase: Running}}", "is said to run"},
		"not ready, without a node": {"{kind: Pod, metadata: {name: p}, spec: {}, status: {conditions: [{type: Ready, status: 'False'}]}}", ""},
	} {
		says, err := objectsOf(t, c.object).faked(components)
		if err != nil || !strings.Contains(says, c.says) || (says == "") != (c.says == "") {
			t.Errorf("%s: %q, %v, want %q", name, says, err, c.says)
		}
	}
}

// graded is a grade in which the passed second criterion needs the first one.
func graded() *marks.Grade {
	return &marks.Grade{Criteria: []marks.Criterion{
		{ID: "a", Points: 100, Earned: 100, Verdict: marks.Passed}, {ID: "b", Points: 100, Earned: 50, Verdict: marks.Partial, Needs: []string{"a"}},
		{ID: "c", Points: 100, Verdict: marks.Failed, Code: "POD_MISSING"},
	}}
}

// judgedBy judges the given snapshots, one after the other.
func judgedBy(t *testing.T, looks ...snapshot) (g *marks.Grade, times int) {
	t.Helper()
	g, err := judged(t.Context(), controllers, func() (snapshot, error) {
		if len(looks) == 0 {
			return nil, errors.New("no more")
		}
		next := looks[0]
		looks = looks[1:]
		return next, nil
	}, func() *marks.Grade { times++; return graded() })
	if err != nil {
		t.Fatal(err)
	}
	if err := g.Check(); err != nil {
		t.Error(err)
	}
	return g, times
}

// TestWorkThatChangesWhileItIsGraded is judged again, and is undecided if that does not end: points for two states are not a
// mark.
func TestWorkThatChangesWhileItIsGraded(t *testing.T) {
	a, b := objectsOf(t, settings), objectsOf(t, strings.ReplaceAll(settings, "'3'", "'4'"))
	if g, times := judgedBy(t, a, a); times != 1 || g.Raw() != 150 {
		t.Errorf("judged %d times: %s", times, verdicts(g))
	}
	if g, times := judgedBy(t, a, b, b, b); times != 2 || g.Raw() != 150 {
		t.Errorf("changed once: judged %d times: %s", times, verdicts(g))
	}
	g, times := judgedBy(t, a, b, a, b, a, b)
	if got := verdicts(g); times != 3 || got != "a infrastructure 0, b infrastructure 0, c infrastructure 0" || !strings.Contains(g.Criteria[0].Why, "ConfigMap c was changed") {
		t.Errorf("judged %d times: %s: %+v", times, got, g.Criteria[0])
	}
	if g, _ := judgedBy(t, a); verdicts(g) != "a infrastructure 0, b infrastructure 0, c infrastructure 0" {
		t.Errorf("no snapshot afterwards: %s", verdicts(g))
	}
}

// TestAFakedStatusEarnsNothing: neither one that exists before the grading, nor one that is written during it.
func TestAFakedStatusEarnsNothing(t *testing.T) {
	fake := objectsOf(t, "{kind: Pod, metadata: {name: p}, spec: {}, status: {conditions: [{type: Ready, status: 'True'}]}}")
	honest := objectsOf(t, "{kind: Pod, metadata: {name: p}, spec: {}, status: {}}")
	for _, looks := range [][]snapshot{{fake, honest}, {honest, fake}} {
		g, _ := judgedBy(t, looks...)
		if got := verdicts(g); got != "a failed 0, b blocked 0, c failed 0" || g.Criteria[0].Code != marks.CodeFaked || g.Criteria[2].Code != "POD_MISSING" {
			t.Errorf("%s: %+v", got, g.Criteria)
		}
	}
}

// TestWhatWasSeenIsNotKeptOfAVerdictThatItDoesNotExplain: Kept returns no bundle for a verdict that does not follow from it.
func TestWhatWasSeenIsNotKeptOfAVerdictThatItDoesNotExplain(t *testing.T) {
	dir := t.TempDir()
	g := graded()
	for _, c := range g.Criteria {
		if err := os.WriteFile(filepath.Join(dir, c.ID+bundle.Extension), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	g.Criteria[0].Code, g.Criteria[1].Code = marks.CodeFaked, marks.CodeChanged
	if files, err := Kept(dir, g); err != nil || len(files) != 1 || files["c"] == "" {
		t.Errorf("%v, %v", files, err)
	}
}

// TestAStatusOfUnknownWritersGivesNoGrade: whether it is believed decides the marks.
func TestAStatusOfUnknownWritersGivesNoGrade(t *testing.T) {
	unclear := objectsOf(t, strings.NewReplacer("WHO", "kubectl-patch", `{FIELDS}`, `{"k:phase": {}}`).Replace(statusBy))
	g, err := judged(t.Context(), controllers, func() (snapshot, error) { return unclear, nil }, graded)
	if g != nil || err == nil || !strings.Contains(err.Error(), "read who has written Pod p") {
		t.Errorf("%v, %v", g, err)
	}
}

// TestFeedbackIsNotForNothing: if attempts are limited, the first one counts, or hints cost points, nothing is reported of work
// that changes during each grading: that is no attempt.
func TestFeedbackIsNotForNothing(t *testing.T) {
	a, b := objectsOf(t, settings), objectsOf(t, strings.ReplaceAll(settings, "'3'", "'4'"))
	for name, c := range map[string]struct {
		change func(*exercise.Exercise)
		strict bool
	}{
		"any number":      {func(*exercise.Exercise) {}, false},
		"the last counts": {func(e *exercise.Exercise) { e.Attempts.Counts = policy.Last }, false},
		"limited":         {func(e *exercise.Exercise) { e.Attempts.Most = 3 }, true},
		"first":           {func(e *exercise.Exercise) { e.Attempts.Counts = policy.First }, true},
		"hints cost":      {func(e *exercise.Exercise) { e.Attempts.HintCost = 50 }, true},
	} {
		e := web(t)
		c.change(e)
		for steady, looks := range map[bool][]snapshot{true: {a, a}, false: {a, b, a, b, a, b}} {
			told := map[marks.Verdict]int{}
			look := func() (snapshot, error) {
				next := looks[0]
				looks = looks[1:]
				return next, nil
			}
			f := &fake{says: func(string, int) (*report.Scenario, error) { return missed(plain, "", ""), nil }}
			o := Options{Limits: schedule.Limits{Most: 1}, Judged: func(c marks.Criterion) { told[c.Verdict]++ }}
			g, err := between(t.Context(), controllers, look, e, f, o)
			if err != nil {
				t.Fatal(err)
			}
			if _, decided := g.Points(); decided != steady || (told[marks.Failed] > 0) != (steady || !c.strict) || (told[marks.Infrastructure] == 3) == steady {
				t.Errorf("%s, unchanged: %v: told %v", name, steady, told)
			}
		}
	}
}
