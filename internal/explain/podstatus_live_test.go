package explain

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"

	"github.com/gherkind/gherkind/internal/cluster/clustertest"
)

// TestPodStatusAgreesWithServer compares PodStatus and PodReady with what the API server itself prints for every pod of a live
// cluster. It only reads. The more pods in odd states, the more it proves; `-v` shows how many of each were compared.
func TestPodStatusAgreesWithServer(t *testing.T) {
	table := podTable(t, clustertest.Up(t).Config)
	status, ready := column(t, table, "Status"), column(t, table, "Ready")
	seen := map[string]int{}
	for _, row := range table.Rows {
		var pod corev1.Pod
		if err := json.Unmarshal(row.Object.Raw, &pod); err != nil {
			t.Fatal(err)
		}
		wantStatus, wantReady := fmt.Sprint(row.Cells[status]), fmt.Sprint(row.Cells[ready])
		if got := PodStatus(&pod); got != wantStatus {
			t.Errorf("pod %s/%s: status %s, the server prints %s", pod.Namespace, pod.Name, got, wantStatus)
		}
		if got := PodReady(&pod); got != wantReady {
			t.Errorf("pod %s/%s: ready %s, the server prints %s", pod.Namespace, pod.Name, got, wantReady)
		}
		seen[wantStatus]++
	}
	if len(table.Rows) == 0 {
		t.Fatal("the cluster has no pods")
	}
	t.Logf("%d pods: %v", len(table.Rows), seen)
}

// podTable requests all pods as a table, with each pod inside its row, so that both have the same version.
func podTable(t *testing.T, cfg *rest.Config) *metav1.Table {
	t.Helper()
	client, err := rest.HTTPClientFor(cfg)
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, cfg.Host+"/api/v1/pods?includeObject=Object", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io")
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	table := &metav1.Table{}
	if err := json.Unmarshal(body, table); err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: %v: %.200s", resp.Status, err, body)
	}
	return table
}

func column(t *testing.T, table *metav1.Table, name string) int {
	t.Helper()
	for i, c := range table.ColumnDefinitions {
		if c.Name == name {
			return i
		}
	}
	t.Fatalf("the table has no column %s", name)
	return 0
}
