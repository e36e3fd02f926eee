package cluster

import (
	"context"
	"os"
	"path/filepath"
)

// Connect returns an existing cluster and changes nothing: that of the given
// kubeconfig or context, otherwise gherkind's own one in the state folder, otherwise
// kubectl's current cluster. Not all nodes may be ready, which is enough for reading.
// Its error is an [*EnvironmentError] or an [*OptionError].
func Connect(ctx context.Context, o Options) (*Cluster, error) {
	o = o.withDefaults()
	if err := o.asked(); err != nil {
		return nil, err
	}
	if !o.Foreign() {
		own := filepath.Join(o.StateDir, o.Name+".kubeconfig")
		if _, err := os.Stat(own); err == nil {
			o.Kubeconfig = own
		}
	}
	return connect(ctx, o)
}
