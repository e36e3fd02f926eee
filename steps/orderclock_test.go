package steps

import (
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func TestOrderInOneVersion(t *testing.T) {
	at := func(second int) metav1.Time { return metav1.Unix(int64(second), 0) }
	for name, c := range map[string]struct {
		ended, started int
		met, told      bool
	}{
		"a second later": {10, 11, true, true}, "a second earlier": {10, 9, false, true}, "the same second": {10, 10, true, false},
	} {
		pod := &corev1.Pod{Status: corev1.PodStatus{
			InitContainerStatuses: []corev1.ContainerStatus{{Name: "first", State: corev1.ContainerState{
				Terminated: &corev1.ContainerStateTerminated{StartedAt: at(1), FinishedAt: at(c.ended), ContainerID: "containerd://a"},
			}}},
			ContainerStatuses: []corev1.ContainerStatus{{Name: "app", ContainerID: "containerd://b", State: corev1.ContainerState{
				Running: &corev1.ContainerStateRunning{StartedAt: at(c.started)},
			}}},
		}}
		verdict, told := orderInOneVersion(pod, "app", "first", finished())
		if final := verdict.FailsFast != nil; verdict.Met != c.met || told != c.told || final == c.met {
			t.Errorf("%s: met %t, told %t, final %t", name, verdict.Met, told, final)
		}
		if want := `container "app" started at 00:00:09, before "first" finished at 00:00:10`; !c.met && verdict.Saw != want {
			t.Errorf("%s: %q", name, verdict.Saw)
		}
	}
}
