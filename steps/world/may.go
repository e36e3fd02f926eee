package world

import (
	"context"
	"sync"

	"github.com/gherkind/gherkind/internal/kube"
)

// permissions are what the user of the kubeconfig may do. They are asked for once per run.
type permissions struct {
	mu    sync.Mutex
	known map[kube.Deed]bool
}

// may reports whether the user of the kubeconfig may do something.
func (r *Run) may(ctx context.Context, deed kube.Deed) (bool, error) {
	if may, known := r.permissions.get(deed); known {
		return may, nil
	}
	may, err := r.Client.May(ctx, deed)
	if err == nil {
		r.permissions.put(deed, may)
	}
	return may, err
}

func (p *permissions) get(deed kube.Deed) (may, known bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	may, known = p.known[deed]
	return may, known
}

func (p *permissions) put(deed kube.Deed, may bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.known == nil {
		p.known = map[kube.Deed]bool{}
	}
	p.known[deed] = may
}
