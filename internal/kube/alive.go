package kube

import (
	"context"
	"errors"
	"net/http"
	"slices"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
)

// Alive asks the API server for its version, and returns nil when there is any answer of it, a refusal too: that it says
// something is what counts. A proxy before it that says that it reaches nobody is none.
func (c *Client) Alive(ctx context.Context) error {
	_, err := c.typed.Discovery().RESTClient().Get().AbsPath("/version").Do(ctx).Raw()
	var status apierrors.APIStatus
	if errors.As(err, &status) && !slices.Contains([]int32{http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout}, status.Status().Code) {
		return nil
	}
	return err
}
