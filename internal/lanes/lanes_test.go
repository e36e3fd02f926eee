package lanes

import (
	"fmt"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/scenarios/report"
)

var t0 = time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)

// at is a point in time of the scenario, which begins at 0 and ends at 10 seconds.
func at(seconds float64) time.Time { return t0.Add(time.Duration(seconds * float64(time.Second))) }

var axis = Axis{From: at(0), To: at(10), Namespaces: map[string]string{"": "gk-1", "other": "gk-1-other"}}

// record builds a timeline.
type record struct {
	t    *testing.T
	seen []observe.Observation
}

func (r *record) add(seconds float64, kind string, event watch.EventType, namespace, name string, object any) {
	r.t.Helper()
	content, err := runtime.DefaultUnstructuredConverter.ToUnstructured(object)
	if err != nil {
		r.t.Fatal(err)
	}
	ref := kube.Ref{Kind: kube.Kind{GVK: schema.GroupVersionKind{Version: "v1", Kind: kind}}, Namespace: namespace, Name: name}
	r.seen = append(r.seen, observe.Observation{At: at(seconds), Type: event, Ref: ref, Object: &unstructured.Unstructured{Object: content}})
}

// pod adds a version of pod "web" with one container in the given state.
func (r *record) pod(seconds float64, node string, c *corev1.ContainerStatus) {
	r.t.Helper()
	p := corev1.Pod{Spec: corev1.PodSpec{NodeName: node, Containers: []corev1.Container{{Name: "ctr"}}}}
	if c != nil {
		c.Name = "ctr"
		p.Status.ContainerStatuses = []corev1.ContainerStatus{*c}
	}
	r.add(seconds, "Pod", watch.Modified, "gk-1", "web", &p)
}

func (r *record) event(seconds float64, kind, namespace, kindOfEvent, reason, message string) {
	r.t.Helper()
	r.add(seconds, "Event", watch.Added, namespace, "web."+reason, &corev1.Event{
		InvolvedObject: corev1.ObjectReference{Kind: kind, Name: "web", FieldPath: "spec.containers{ctr}"},
		Type:           kindOfEvent, Reason: reason, Message: message,
	})
}

func waiting(reason string) *corev1.ContainerStatus {
	return &corev1.ContainerStatus{State: corev1.ContainerState{Waiting: &corev1.ContainerStateWaiting{Reason: reason}}}
}

func running(ready bool, restarts int32) *corev1.ContainerStatus {
	return &corev1.ContainerStatus{Ready: ready, RestartCount: restarts, State: corev1.ContainerState{Running: &corev1.ContainerStateRunning{}}}
}

func killed(from, to float64) corev1.ContainerState {
	return corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{
		ExitCode: 137, Reason: "OOMKilled", StartedAt: metav1.NewTime(at(from)), FinishedAt: metav1.NewTime(at(to)),
	}}
}

// bars formats the bars of the first track: `ready 2-10`.
func bars(l report.Lane) string {
	var out []string
	for _, b := range l.Tracks[0].Bars {
		text := fmt.Sprintf("%s %v-%v", b.Phase, b.From.Sub(t0).Seconds(), b.To.Sub(t0).Seconds())
		if b.Restart > 0 {
			text += fmt.Sprintf(" r%d", b.Restart)
		}
		out = append(out, text)
	}
	return strings.Join(out, ", ")
}

func TestAPodThatBecomesReady(t *testing.T) {
	r := &record{t: t}
	r.pod(-1, "", nil)
	r.pod(1, "worker", nil)
	r.pod(1.5, "worker", waiting("ContainerCreating"))
	r.event(2, "Pod", "gk-1", "Normal", "Pulling", "Pulling image")
	r.event(3, "Pod", "gk-1", "Normal", "Pulled", "Pulled image")
	r.pod(4, "worker", running(false, 0))
	r.pod(6, "worker", running(true, 0))
	r.pod(11, "worker", waiting("too late: this is the clean-up"))
	got, omitted := Of(r.seen, axis)
	want := "unscheduled 0-1, scheduled 1-2, pulling 2-3, scheduled 3-4, running 4-6, ready 6-10"
	if len(got) != 1 || omitted != 0 || bars(got[0]) != want || got[0].Node != "worker" || len(got[0].Marks) != 2 {
		t.Fatalf("got %+v, want %s", got, want)
	}
}

// TestARunThatWasNotSeen: only lastState shows the run. The server's clock is an hour ahead, so its times are only used as far
// as the versions around them allow.
func TestARunThatWasNotSeen(t *testing.T) {
	for name, c := range map[string]struct {
		from, to float64
		want     string
	}{
		"same clock":   {3, 4, "scheduled 1-3, running 3-4, crashed 4-5, running 5-10 r1"},
		"clock ahead":  {3603, 3604, "scheduled 1-5, running 5-10 r1"},
		"whole second": {0, 4, "running 1-4, crashed 4-5, running 5-10 r1"},
	} {
		t.Run(name, func(t *testing.T) {
			r := &record{t: t}
			r.pod(1, "worker", waiting("ContainerCreating"))
			again := running(false, 1)
			again.LastTerminationState = killed(c.from, c.to)
			r.pod(5, "worker", again)
			got, _ := Of(r.seen, axis)
			if bars(got[0]) != c.want {
				t.Errorf("got  %s\nwant %s", bars(got[0]), c.want)
			}
		})
	}
}

func TestACrashLoop(t *testing.T) {
	r := &record{t: t}
	r.pod(0, "worker", running(false, 0))
	r.pod(1, "worker", &corev1.ContainerStatus{State: killed(0, 1)})
	again := running(false, 1)
	again.LastTerminationState = killed(0, 1)
	r.pod(2, "worker", again)
	r.pod(3, "worker", &corev1.ContainerStatus{State: killed(2, 3), RestartCount: 1, LastTerminationState: killed(0, 1)})
	back := waiting("CrashLoopBackOff")
	back.RestartCount, back.LastTerminationState = 1, killed(2, 3)
	r.pod(4, "worker", back)
	got, _ := Of(r.seen, axis)
	want := "running 0-1, crashed 1-2, running 2-3 r1, crashed 3-4 r1, restart 4-10 r1"
	if bars(got[0]) != want || got[0].Tracks[0].Bars[1].Text != "OOMKilled, exit 137" {
		t.Errorf("got  %s\nwant %s", bars(got[0]), want)
	}
}

func TestStuckAndGone(t *testing.T) {
	r := &record{t: t}
	r.pod(1, "worker", waiting("ErrImagePull"))
	r.pod(2, "worker", waiting("ImagePullBackOff"))
	r.add(4, "Pod", watch.Deleted, "gk-1", "web", &corev1.Pod{})
	got, _ := Of(r.seen, axis)
	if want := "stuck 1-4"; bars(got[0]) != want || got[0].Tracks[0].Bars[0].Text != "ImagePullBackOff" {
		t.Errorf("got %s, want %s", bars(got[0]), want)
	}
}

// TestOnlyTheScenariosOwn: objects in other namespaces are not drawn. Objects other than pods are drawn only for their
// warnings.
func TestOnlyTheScenariosOwn(t *testing.T) {
	r := &record{t: t}
	r.event(1, "Pod", "default", "Warning", "Foreign", "not ours")
	r.event(2, "Deployment", "gk-1", "Normal", "Scaled", "not worth a mark")
	r.event(3, "ReplicaSet", "gk-1-other", "Warning", "FailedCreate", "exceeded quota")
	got, _ := Of(r.seen, axis)
	if len(got) != 1 || got[0].Kind != "ReplicaSet" || got[0].Namespace != "other" || !got[0].Marks[0].Warning {
		t.Errorf("got %+v", got)
	}
}

func TestLimits(t *testing.T) {
	r := &record{t: t}
	for i := range 1000 {
		r.pod(float64(i)/100, "worker", running(i%2 == 0, 0))
		r.event(float64(i)/100, "Pod", "gk-1", "Warning", "Unhealthy", strings.Repeat("é", 1000))
	}
	for i := range 40 {
		ready := corev1.Pod{Spec: corev1.PodSpec{Containers: make([]corev1.Container, 1)}}
		ready.Status.ContainerStatuses = []corev1.ContainerStatus{*running(true, 0)}
		r.add(5, "Pod", watch.Added, "gk-1", fmt.Sprint("well-", i), &ready)
	}
	got, omitted := Of(r.seen, axis)
	if len(got) != MaxLanes || omitted != 41-MaxLanes {
		t.Fatalf("%d lanes, %d omitted", len(got), omitted)
	}
	web := got[0]
	if web.Name != "web" || len(web.Tracks[0].Bars) != MaxBars || len(web.Marks) != MaxMarks || web.Omitted != 1000-MaxBars+1000-MaxMarks {
		t.Errorf("%s: %d bars, %d marks, %d omitted", web.Name, len(web.Tracks[0].Bars), len(web.Marks), web.Omitted)
	}
	if text := web.Marks[0].Message; len(text) > MaxMessage || !strings.HasSuffix(text, "é…") {
		t.Errorf("message of %d bytes: %s", len(text), text)
	}
}
