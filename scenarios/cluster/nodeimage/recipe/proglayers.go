package recipe

import (
	"context"
	"path/filepath"
	"runtime"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe/layer"
)

// programLayer is a layer with compiled programs. files maps the name in the image to the file in the folder of programs.
type programLayer struct {
	name  string
	files map[string]string
}

func programLayers() []programLayer {
	bin := func(name string) programLayer {
		return programLayer{name, map[string]string{"usr/local/bin/" + name: name}}
	}
	return []programLayer{
		bin("kube-apiserver"), bin("kube-controller-manager"), bin("kube-scheduler"), bin("kube-proxy"),
		bin("kindnet"), bin("local-path-provisioner"),
		{"etcd", map[string]string{"usr/local/bin/etcd": "server", "usr/local/bin/etcdctl": "etcdctl"}},
		{"coredns", map[string]string{"coredns": "coredns"}},
		{"pause", map[string]string{"pause": "pause"}},
		{"agnhost", map[string]string{"agnhost": "agnhost"}},
	}
}

// ProgramLayers creates a layer for each program that runs in a container, and writes it to the folder dir. kubernetesDir is the
// source of Kubernetes.
func ProgramLayers(ctx context.Context, programs, kubernetesDir, dir string) (map[string]layer.Layer, error) {
	var mu sync.Mutex
	layers := map[string]layer.Layer{}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for _, p := range programLayers() {
		group.Go(func() error {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			l, err := p.write(programs, kubernetesDir, filepath.Join(dir, p.name+".tar.gz"))
			mu.Lock()
			defer mu.Unlock()
			layers[p.name] = l
			return err
		})
	}
	return layers, group.Wait()
}

func (p programLayer) write(programs, kubernetesDir, file string) (layer.Layer, error) {
	w, err := layer.Create(file)
	if err != nil {
		return layer.Layer{}, err
	}
	for _, to := range sortedKeys(p.files) {
		w.Copy(to, 0o755, filepath.Join(programs, p.files[to]))
	}
	if p.name == "agnhost" { // its subcommands netexec and porter need these files
		w.Symlink("agnhost-2", "agnhost")
		w.Dir("uploads", 0o777)
		for _, name := range []string{"localhost.crt", "localhost.key"} {
			w.Copy(name, 0o644, filepath.Join(kubernetesDir, "test/images/agnhost/porter", name))
		}
	}
	return w.Close()
}
