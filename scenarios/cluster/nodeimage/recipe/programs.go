package recipe

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

// compilation is one call of go build, which links all its packages with the same settings.
type compilation struct {
	cgo      string
	tags     string
	ldflags  string
	packages []string
}

// compilations returns the compilations of the nested module. They are separate because runc needs cgo for seccomp, and because
// local-path-provisioner imports logrus by its former path with a capital letter, which go build does not accept together with the
// current path.
func compilations(kubernetes string) []compilation {
	const static = "-s -w"
	return []compilation{
		{"0", "no_btrfs no_devmapper no_zfs", static + versionFlags(kubernetes), []string{
			"k8s.io/kubernetes/cmd/kube-apiserver", "k8s.io/kubernetes/cmd/kube-controller-manager",
			"k8s.io/kubernetes/cmd/kube-proxy", "k8s.io/kubernetes/cmd/kube-scheduler",
			"k8s.io/kubernetes/cmd/kubeadm", "k8s.io/kubernetes/cmd/kubectl", "k8s.io/kubernetes/cmd/kubelet",
			"k8s.io/kubernetes/test/images/agnhost",
			"go.etcd.io/etcd/server/v3", "go.etcd.io/etcd/etcdctl/v3", "github.com/coredns/coredns",
			"github.com/containerd/containerd/v2/cmd/containerd", "github.com/containerd/containerd/v2/cmd/ctr",
			"github.com/containerd/containerd/v2/cmd/containerd-shim-runc-v2",
			"github.com/containernetworking/plugins/plugins/ipam/host-local",
			"github.com/containernetworking/plugins/plugins/main/loopback",
			"github.com/containernetworking/plugins/plugins/main/ptp",
			"github.com/containernetworking/plugins/plugins/meta/portmap",
			"sigs.k8s.io/cri-tools/cmd/crictl",
			"./kindnet", "./balancer",
		}},
		{"0", "", static, []string{"github.com/rancher/local-path-provisioner"}},
		{"1", "seccomp", static, []string{"github.com/opencontainers/runc"}},
	}
}

// versionFlags returns the linker flags for the version that the programs of Kubernetes report; kubeadm and the kubelet require
// one. Commit and date are constant, so that Go's build cache can be used.
func versionFlags(kubernetes string) string {
	const pkg = "k8s.io/component-base/version"
	numbers := strings.SplitN(strings.TrimPrefix(kubernetes, "v")+"..", ".", 3)
	var b strings.Builder
	for _, kv := range [][2]string{
		{"gitVersion", kubernetes}, {"gitMajor", numbers[0]}, {"gitMinor", numbers[1]},
		{"gitTreeState", "clean"}, {"gitCommit", "unknown"}, {"buildDate", "1970-01-01T00:00:00Z"},
	} {
		fmt.Fprintf(&b, " -X %s.%s=%s", pkg, kv[0], kv[1])
	}
	return b.String()
}

// ProgramCount returns the number of programs that Compile builds.
func ProgramCount() int {
	n := 1 // pause
	for _, c := range compilations("") {
		n += len(c.packages)
	}
	return n
}

// Compile builds all programs of the nested module in the folder out. It is fast if little has changed: compiled packages are in
// Go's build cache, and a program in out that is up to date is not linked again. It calls compiled with each package that was not
// in the cache.
func Compile(ctx context.Context, module, kubernetesDir, kubernetes, out string, compiled func(pkg string)) error {
	for _, c := range compilations(kubernetes) {
		args := []string{"build", "-v", "-trimpath", "-ldflags", c.ldflags}
		if c.tags != "" {
			args = append(args, "-tags", c.tags)
		}
		build := command.New("go", append(append(args, "-o", out+"/"), c.packages...)...)
		build.Dir = module
		build.Env = []string{"CGO_ENABLED=" + c.cgo, "GOWORK=off"}
		build.Line = compiled
		if err := build.Run(ctx); err != nil {
			return fmt.Errorf("compile the programs of a node: %w", err)
		}
	}
	pause := filepath.Join(kubernetesDir, "build/pause/linux/pause.c")
	err := command.New("gcc", "-Os", "-s", "-static", "-DVERSION="+kubernetes, "-o", filepath.Join(out, "pause"), pause).Run(ctx)
	if err != nil {
		return fmt.Errorf("compile the pause container's program: %w", err)
	}
	return nil
}
