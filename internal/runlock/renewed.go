package runlock

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/gherkind/gherkind/internal/kube"
)

// Renewed returns the IDs of the runs whose Lease looks renewed now. Unlike Others.Running it deletes nothing and does not wait,
// and a run that is merely late counts as dead.
func Renewed(ctx context.Context, client *kube.Client) ([]string, error) {
	list, err := Observer(client).list(ctx)
	if err != nil {
		return nil, fmt.Errorf("look for runs on this cluster: %w", err)
	}
	var runs []string
	for i := range list {
		if fresh(&list[i], time.Now()) {
			runs = append(runs, strings.TrimPrefix(list[i].Name, runPrefix))
		}
	}
	return runs, nil
}
