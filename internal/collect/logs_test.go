package collect_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/gherkind/gherkind/internal/collect"
	"github.com/gherkind/gherkind/internal/kube"
)

// TestTheLogOfAnEndThatWasFollowedByAStart: the status says that the container has ended, but the current log is that of the
// container that was started meanwhile. The output of the ended one must still be found.
func TestTheLogOfAnEndThatWasFollowedByAStart(t *testing.T) {
	client := answers(t, func(q url.Values, _ int) (int, string) {
		if q.Get("previous") == "true" {
			return http.StatusOK, notRun
		}
		return http.StatusOK, ""
	})
	logs := collect.Logs(t.Context(), client, ended(time.Now()))
	if got := logs["demo/app/main/previous"]; got != notRun {
		t.Errorf("the log of the container that ended was not read: %q", logs)
	}
}

// TestALogThatCannotBeReadYet: the runtime has written why it could not run the program, but the kubelet does not give the log of
// the ended container any more, and not yet that of the next one.
func TestALogThatCannotBeReadYet(t *testing.T) {
	for name, answer := range map[string]func(q url.Values) (int, string){
		"it is empty": func(url.Values) (int, string) { return http.StatusOK, "" },
		"the container is removed": func(url.Values) (int, string) {
			return http.StatusOK, "unable to retrieve container logs for containerd://x"
		},
		"the kubelet refuses for a while": func(url.Values) (int, string) { return http.StatusBadRequest, "" },
	} {
		t.Run(name, func(t *testing.T) {
			client := answers(t, func(q url.Values, n int) (int, string) {
				if q.Get("previous") == "true" {
					return http.StatusBadRequest, ""
				}
				if n < 2 {
					return answer(q)
				}
				return http.StatusOK, notRun
			})
			if logs := collect.Logs(t.Context(), client, ended(time.Now())); logs["demo/app/main"] != notRun {
				t.Errorf("the log was not read again: %q", logs)
			}
		})
	}
}

// TestALogThatStaysEmpty: a container that ended long ago, or with another exit code, is asked once.
func TestALogThatStaysEmpty(t *testing.T) {
	other := ended(time.Now())
	other.Status.ContainerStatuses[0].State.Terminated.ExitCode = 1
	for name, pod := range map[string]*corev1.Pod{"long ago": ended(time.Now().Add(-time.Hour)), "another exit code": other} {
		asked := 0
		client := answers(t, func(url.Values, int) (int, string) {
			asked++
			return http.StatusOK, ""
		})
		collect.Logs(t.Context(), client, pod)
		if asked != 2 { // the current and the previous run
			t.Errorf("%s: asked %d times", name, asked)
		}
	}
}

const notRun = "exec /tools/serve.sh: exec format error\n"

// answers returns a client of a server that answers the nth request for the log of the current run, or of the previous one.
func answers(t *testing.T, answer func(q url.Values, n int) (int, string)) *kube.Client {
	t.Helper()
	asked := map[string]int{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		status, text := answer(q, asked[q.Get("previous")])
		asked[q.Get("previous")]++
		w.WriteHeader(status)
		_, _ = w.Write([]byte(text))
	}))
	t.Cleanup(server.Close)
	client, err := kube.New(&kube.Config{Host: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// ended returns a pod with a container whose program could not be run.
func ended(at time.Time) *corev1.Pod {
	return &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Namespace: "demo", Name: "app"},
		Status: corev1.PodStatus{ContainerStatuses: []corev1.ContainerStatus{{
			Name: "main", ContainerID: "x",
			State: corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{ExitCode: 255, FinishedAt: metav1.NewTime(at)}},
		}}},
	}
}
