package cluster

import (
	"context"
	"os"
	"path/filepath"
)

// Connect returns a cluster that is there already, and changes nothing: that of
// the given kubeconfig or context, else the own one of the state folder, else
// the one that kubectl would talk to. It is as much as a look needs: not all
// nodes may be ready. Its error is an [*EnvironmentError] or an [*OptionError].
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
