// Package local runs the commands of scenarios on this machine.
package local

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

// Shell runs command lines that use a cluster.
type Shell struct{ Cluster *cluster.Cluster }

// Run runs a command line with sh -c, and with a temporary kubeconfig for the cluster and the namespace. When ctx ends, the
// command and all processes that it has started are killed.
func (s Shell) Run(ctx context.Context, namespace, line string) (result kube.ExecResult, err error) {
	dir, err := os.MkdirTemp("", "gherkind-command-")
	if err != nil {
		return result, fmt.Errorf("make a folder for the kubeconfig of the command: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	kubeconfig := filepath.Join(dir, "kubeconfig")
	if err := kube.WriteKubeconfig(kubeconfig, s.Cluster.KubeconfigPath, s.Cluster.Context, namespace); err != nil {
		return result, err
	}
	sh := command.New("sh", "-c", line)
	sh.Env = []string{"KUBECONFIG=" + kubeconfig, "NAMESPACE=" + namespace}
	sh.Limit = kube.OutputLimit
	got, err := sh.Result(ctx)
	return kube.ExecResult{Stdout: got.Stdout, Stderr: got.Stderr, ExitCode: got.Code, Cut: got.Cut}, err
}
