package kube

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/go-logr/logr/funcr"
	"k8s.io/klog/v2"
)

// TestQuiet cuts an answer off in the middle, which client-go would log.
func TestQuiet(t *testing.T) {
	client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "100")
		w.WriteHeader(http.StatusOK)
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	for name, c := range map[string]struct {
		context func(context.Context) context.Context
		logs    bool
	}{
		"quiet":     {Quiet, false},
		"otherwise": {func(ctx context.Context) context.Context { return ctx }, true},
	} {
		t.Run(name, func(t *testing.T) {
			defer klog.CaptureState().Restore()
			said := ""
			klog.SetLogger(funcr.New(func(_, args string) { said += args }, funcr.Options{}))
			ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
			defer cancel()
			if _, err := client.Get(c.context(ctx), webPod); err == nil || (said != "") != c.logs {
				t.Errorf("got %v, logged %q", err, said)
			}
		})
	}
}
