package recipe

import (
	"strings"

	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe/archive"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe/layer"
)

// workloads returns the images that scenarios use, by logical name. All include a shell, and start the same program as the
// published images of the same name.
func (p *Parts) workloads() map[string]item {
	kubernetes := p.Versions["k8s.io/kubernetes"]
	return map[string]item{
		"busybox": honest(p.busybox(), registry+"/busybox:"+debianTag(p.Debian.Versions["busybox"])),
		"nginx": p.debian("nginx", p.Debian.Nginx, archive.Config{
			Cmd:          []string{"nginx", "-g", "daemon off;"},
			StopSignal:   "SIGQUIT", // stop after running requests are finished
			ExposedPorts: map[string]struct{}{"80/tcp": {}},
		}),
		"stress": p.debian("stress", p.Debian.Stress, archive.Config{Cmd: []string{"stress"}}),
		"agnhost": {
			what:    "agnhost, Kubernetes' test server, compiled from the Go module k8s.io/kubernetes, with busybox as shell",
			version: kubernetes,
			layers:  []layer.Layer{p.Debian.Busybox, p.Programs["agnhost"]},
			config:  archive.Config{Entrypoint: []string{"/agnhost"}, Cmd: []string{"pause"}},
			honest:  registry + "/agnhost:kubernetes-" + kubernetes,
		},
	}
}

func (p *Parts) busybox() item {
	version := p.Debian.Versions["busybox"]
	return item{
		what:    "busybox compiled from Debian's source package busybox, with Debian's options and wget -T",
		version: version,
		layers:  []layer.Layer{p.Debian.Busybox},
		config:  archive.Config{Cmd: []string{"sh"}},
	}
}

// debian returns an image of a Debian package on top of busybox.
func (p *Parts) debian(pkg string, l layer.Layer, config archive.Config) item {
	version := p.Debian.Versions[pkg]
	return item{
		what:    pkg + " from Debian's package " + pkg + ", with busybox as shell",
		version: version,
		layers:  []layer.Layer{p.Debian.Busybox, l},
		config:  config,
		honest:  registry + "/" + pkg + ":" + debianTag(version),
	}
}

// debianTag returns an image tag for a package version. It only contains the upstream version, because the rest may contain
// characters that are invalid in a tag: "1:1.35.0-4+b3" becomes "debian-1.35.0".
func debianTag(version string) string {
	if _, after, ok := strings.Cut(version, ":"); ok {
		version = after
	}
	if i := strings.LastIndexByte(version, '-'); i >= 0 {
		version = version[:i]
	}
	return "debian-" + strings.Map(func(r rune) rune {
		if strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-", r) {
			return r
		}
		return '_'
	}, version)
}
