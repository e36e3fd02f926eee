package world

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/gherkind/gherkind/internal/kube"
)

// StoppedNode is a node or etcd member that a run has stopped or frozen and will start again.
type StoppedNode struct{ Run, Node string }

// Stopped returns the stopped nodes according to the journals in the cluster, including those of dead runs.
func Stopped(ctx context.Context, client *kube.Client) ([]StoppedNode, error) {
	list, err := client.Typed().CoreV1().ConfigMaps(SystemNamespace).List(ctx, metav1.ListOptions{LabelSelector: LabelRun})
	if err != nil {
		return nil, fmt.Errorf("look for nodes that a run has stopped: %w", err)
	}
	var stopped []StoppedNode
	for i := range list.Items {
		run, ours := strings.CutPrefix(list.Items[i].Name, journalPrefix)
		if !ours {
			continue
		}
		for _, text := range list.Items[i].Data {
			var undo NodeAction
			if err := json.Unmarshal([]byte(text), &undo); err != nil {
				continue // Repair reports this
			}
			if undo.Do == StartNode || undo.Do == StartMember {
				stopped = append(stopped, StoppedNode{Run: run, Node: undo.Node})
			}
		}
	}
	return stopped, nil
}
