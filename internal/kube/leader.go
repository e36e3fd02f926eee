package kube

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"

	coordinationv1 "k8s.io/api/coordination/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"
)

// ControlLoops are the control plane components that act on objects. Each has a Lease of its name in kube-system, by which its
// replicas elect a leader.
var ControlLoops = []string{"kube-scheduler", "kube-controller-manager"}

// Leader is what the Lease of a component says about the leader. Both durations are by the clock of the API server.
type Leader struct {
	Acting time.Duration // since it became the leader
	Silent time.Duration // since it last renewed the Lease
}

// LeaderOf reads the Lease of a component. It returns nil if there is none, as with a hosted control plane, or if this client
// may not read it.
func (c *Client) LeaderOf(ctx context.Context, component string) (*Leader, error) {
	client, err := rest.HTTPClientFor(c.config)
	if err != nil {
		return nil, fmt.Errorf("make a client of the API server: %w", err)
	}
	url := c.typed.CoordinationV1().RESTClient().Get().Namespace(metav1.NamespaceSystem).Resource("leases").Name(component).URL()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url.String(), nil)
	if err != nil {
		return nil, fmt.Errorf("ask for the Lease of %s: %w", component, err)
	}
	request.Header.Set("Accept", "application/json")
	answer, err := client.Do(request)
	if err != nil {
		return nil, fmt.Errorf("ask for the Lease of %s: %w", component, err)
	}
	defer func() { _ = answer.Body.Close() }() // it was only read
	return leader(component, answer)
}

// leaseLimit is how many bytes of an answer are read; a Lease has a few hundred.
const leaseLimit = 1 << 20

func leader(component string, answer *http.Response) (*Leader, error) {
	switch answer.StatusCode {
	case http.StatusOK:
	case http.StatusNotFound, http.StatusForbidden:
		return nil, nil //nolint:nilnil // as documented
	default:
		return nil, fmt.Errorf("ask for the Lease of %s: the API server answers %s", component, answer.Status)
	}
	var lease coordinationv1.Lease
	if err := json.NewDecoder(io.LimitReader(answer.Body, leaseLimit)).Decode(&lease); err != nil {
		return nil, fmt.Errorf("read the Lease of %s: %w", component, err)
	}
	now, err := http.ParseTime(answer.Header.Get("Date"))
	if err != nil || lease.Spec.RenewTime == nil || lease.Spec.AcquireTime == nil {
		return nil, nil //nolint:nilnil,nilerr // it does not tell
	}
	return &Leader{Acting: now.Sub(lease.Spec.AcquireTime.Time), Silent: now.Sub(lease.Spec.RenewTime.Time)}, nil
}
