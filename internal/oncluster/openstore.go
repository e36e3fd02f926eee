package oncluster

import (
	"context"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/oncluster/left"
)

// OpenStore opens the store of results of a run: ConfigMaps in its namespace.
func OpenStore(_ context.Context, _, run string, client *kube.Client, _ func(string) string) (Store, error) {
	return InConfigMaps{client.Typed().CoreV1().ConfigMaps(left.Namespace(run))}, nil
}
