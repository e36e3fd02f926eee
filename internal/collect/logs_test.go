package collect_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/gherkind/gherkind/internal/collect"
	"github.com/gherkind/gherkind/internal/kube"
)

// TestTheLogOfAnEndThatWasFollowedByAStart: the status says that the container has ended, but the current log is that of the
// container that was started meanwhile. The output of the ended one must still be found.
func TestTheLogOfAnEndThatWasFollowedByAStart(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("previous") == "true" {
			_, _ = w.Write([]byte("exec /tools/serve.sh: exec format error\n"))
		}
	}))
	t.Cleanup(server.Close)
	client, err := kube.New(&kube.Config{Host: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	pod := &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Namespace: "demo", Name: "app"},
		Status: corev1.PodStatus{ContainerStatuses: []corev1.ContainerStatus{{
			Name: "main", ContainerID: "x",
			State: corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{ExitCode: 255}},
		}}},
	}
	logs := collect.Logs(t.Context(), client, pod)
	if got := logs["demo/app/main/previous"]; got != "exec /tools/serve.sh: exec format error\n" {
		t.Errorf("the log of the container that ended was not read: %q", logs)
	}
}
