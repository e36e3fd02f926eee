package recipe

import (
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe/archive"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe/debroot"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe/layer"
)

// Parts are the parts from which images are assembled.
type Parts struct {
	Debian   *debroot.Parts
	Programs map[string]layer.Layer // see ProgramLayers
	Versions map[string]string      // module path → version, of the nested module
}

// system returns the images that kubeadm and kind require, by the last part of the image name.
func (p *Parts) system() map[string]item {
	kubernetes := p.Versions["k8s.io/kubernetes"]
	compiled := func(module, program string, below ...layer.Layer) item {
		return item{
			what:    program + " compiled from the Go module " + module,
			version: p.Versions[module],
			layers:  append(below, p.Programs[program]),
		}
	}
	etcd := compiled("go.etcd.io/etcd/server/v3", "etcd")
	pause := compiled("k8s.io/kubernetes", "pause")
	pause.config = archive.Config{Entrypoint: []string{"/pause"}, User: "65535:65535"}
	coredns := compiled("github.com/coredns/coredns", "coredns")
	coredns.config = archive.Config{Entrypoint: []string{"/coredns"}}
	return map[string]item{
		"kube-apiserver":          compiled("k8s.io/kubernetes", "kube-apiserver"),
		"kube-controller-manager": compiled("k8s.io/kubernetes", "kube-controller-manager"),
		"kube-scheduler":          compiled("k8s.io/kubernetes", "kube-scheduler"),
		"kube-proxy":              compiled("k8s.io/kubernetes", "kube-proxy", p.Debian.Busybox, p.Debian.Net),
		"etcd":                    etcd,
		"pause":                   pause,
		"coredns":                 coredns,
		"kindnetd": {
			what:    "gherkind's own small stand-in for kind's kindnetd: routes and addresses for pods, no network policies",
			version: kubernetes,
			layers:  []layer.Layer{p.Debian.Busybox, p.Debian.Net, p.Programs["kindnet"]},
			config:  archive.Config{Entrypoint: []string{"/usr/local/bin/kindnet"}},
			honest:  registry + "/kindnet:stand-in",
		},
		"local-path-provisioner": honest(compiled("github.com/rancher/local-path-provisioner", "local-path-provisioner"),
			registry+"/local-path-provisioner:"+p.Versions["github.com/rancher/local-path-provisioner"]),
		"local-path-helper": honest(p.busybox(), registry+"/local-path-helper:"+debianTag(p.Debian.Versions["busybox"])),
	}
}

func honest(it item, name string) item {
	it.honest = name
	return it
}
