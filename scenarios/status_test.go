package scenarios_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"

	"github.com/gherkind/gherkind/internal/explain"
)

// statusCheck compares the STATUS and READY that gherkind computes with those that the API server prints, for every version of
// every pod of a run: the server can send a watch as rows of kubectl's table, each with its object.
type statusCheck struct {
	seen  map[string]int
	wrong []string
	err   error
	done  chan struct{}
	stop  context.CancelFunc
}

func startStatusCheck(t *testing.T, cfg *rest.Config) *statusCheck {
	t.Helper()
	client, err := rest.HTTPClientFor(cfg)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, cfg.Host+"/api/v1/pods?watch=1&includeObject=Object", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io")
	resp, err := client.Do(req) //nolint:bodyclose // closed by the goroutine that reads it
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode != http.StatusOK {
		t.Fatal(resp.Status)
	}
	c := &statusCheck{seen: map[string]int{}, done: make(chan struct{}), stop: stop}
	go func() {
		defer close(c.done)
		defer resp.Body.Close()
		if err := c.read(resp.Body); err != nil && ctx.Err() == nil && !errors.Is(err, io.EOF) {
			c.err = err
		}
	}()
	return c
}

func (c *statusCheck) read(stream io.Reader) error {
	decoder := json.NewDecoder(stream)
	var columns []metav1.TableColumnDefinition // only the first event has them
	for {
		var event struct {
			Type   string
			Object metav1.Table
		}
		if err := decoder.Decode(&event); err != nil {
			return err
		}
		if event.Type == "ERROR" {
			return fmt.Errorf("the watch ended with %v", event.Object)
		}
		if len(event.Object.ColumnDefinitions) > 0 {
			columns = event.Object.ColumnDefinitions
		}
		for _, row := range event.Object.Rows {
			var pod corev1.Pod
			if err := json.Unmarshal(row.Object.Raw, &pod); err != nil {
				return err
			}
			c.compare(&pod, cellOf(columns, row, "Status"), cellOf(columns, row, "Ready"))
		}
	}
}

func (c *statusCheck) compare(pod *corev1.Pod, status, ready string) {
	c.seen[status]++
	if got := explain.PodStatus(pod); got != status {
		c.wrong = append(c.wrong, fmt.Sprintf("%s/%s: STATUS %s, the server prints %s", pod.Namespace, pod.Name, got, status))
	}
	if got := explain.PodReady(pod); got != ready {
		c.wrong = append(c.wrong, fmt.Sprintf("%s/%s: READY %s, the server prints %s", pod.Namespace, pod.Name, got, ready))
	}
}

func cellOf(columns []metav1.TableColumnDefinition, row metav1.TableRow, name string) string {
	for i, column := range columns {
		if column.Name == name {
			return fmt.Sprint(row.Cells[i])
		}
	}
	return ""
}

// finish reports the differences and, after a complete run, whether there was enough to compare.
func (c *statusCheck) finish(t *testing.T, whole bool) {
	t.Helper()
	c.stop()
	<-c.done
	if c.err != nil {
		t.Error(c.err)
	}
	for _, wrong := range c.wrong {
		t.Error(wrong)
	}
	for _, status := range []string{"Pending", "ContainerCreating", "Running", "Completed", "Error", "OOMKilled", "Init:0/2",
		"PodInitializing", "ImagePullBackOff", "Terminating"} {
		if whole && c.seen[status] == 0 {
			t.Errorf("no pod of the run was ever %s: %v", status, c.seen)
		}
	}
	t.Logf("versions of pods by STATUS, as the server and gherkind print it: %v", c.seen)
}
