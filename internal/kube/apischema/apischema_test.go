package apischema_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/kube/apischema"
)

func TestTable(t *testing.T) {
	table := apischema.Read()
	pod := table.Types["k8s.io/api/core/v1.PodSpec"]
	if !slices.Equal(pod.Required, []string{"containers"}) || !slices.Contains(pod.Values["restartPolicy"], "OnFailure") {
		t.Errorf("%+v", pod)
	}
	if len(table.Types) < 400 {
		t.Errorf("it has only %d types", len(table.Types))
	}
}

// TestTheTableIsCurrent: the table is from the Kubernetes release whose types the program is built with.
func TestTheTableIsCurrent(t *testing.T) {
	module, err := os.ReadFile("../../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if release := apischema.Read().Kubernetes; !strings.Contains(string(module), "\tk8s.io/api v0."+strings.TrimPrefix(release, "v1.")+"\n") {
		t.Errorf("the table is of %s, and go.mod has another version: run go generate ./internal/kube/apischema", release)
	}
}
