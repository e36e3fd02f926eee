package debroot

import (
	"context"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe/layer"
)

// sources are the roots from which files are copied to small layers. node has precedence.
type sources struct {
	node, workloads string
}

// smallLayers creates the layers of the small images.
func (p *Parts) smallLayers(ctx context.Context, dir, node, workloads string) error {
	from := sources{node, workloads}
	for _, l := range []struct {
		to   *layer.Layer
		name string
		fill func(context.Context, *layer.Writer, sources) error
	}{
		{&p.Busybox, "busybox.tar.gz", busybox},
		{&p.Net, "net.tar.gz", netTools},
		{&p.Nginx, "nginx.tar.gz", nginx},
		{&p.Stress, "stress.tar.gz", stress},
	} {
		w, err := layer.Create(filepath.Join(dir, l.name))
		if err != nil {
			return err
		}
		filled := l.fill(ctx, w, from)
		if *l.to, err = w.Close(); filled != nil {
			err = filled
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// busybox adds the static program with links for all its commands, and the files and folders that programs expect.
func busybox(ctx context.Context, w *layer.Writer, from sources) error {
	program := filepath.Join(from.workloads, "bin/busybox")
	out, err := command.New(program, "--list").Output(ctx)
	if err != nil {
		return err
	}
	for _, dir := range []string{"bin", "sbin", "lib", "lib64"} {
		w.Dir("usr/"+dir, 0o755)
		w.Symlink(dir, "usr/"+dir)
	}
	w.Copy("usr/bin/busybox", 0o755, program)
	for _, name := range strings.Fields(out) {
		if name != "busybox" {
			w.Symlink("usr/bin/"+name, "busybox")
		}
	}
	for _, dir := range []string{"dev", "proc", "sys", "run", "home", "var/log", "var/spool"} {
		w.Dir(dir, 0o755)
	}
	w.Dir("root", 0o700)
	w.Dir("tmp", 0o777|fs.ModeSticky)
	w.Dir("var/tmp", 0o777|fs.ModeSticky)
	w.Symlink("var/run", "../run")
	return addFiles(w, 0o644, "etc/passwd", "passwd", "etc/group", "group", "etc/nsswitch.conf", "nsswitch.conf")
}

// netTools adds the programs that configure the packet filter and connection tracking of a node, for containers in the network
// namespace of the node.
func netTools(_ context.Context, w *layer.Writer, from sources) error {
	extensions, err := filepath.Glob(filepath.Join(from.node, "usr/lib/*-linux-gnu/xtables/*.so"))
	if err != nil {
		return err
	}
	names := []string{
		"usr/sbin/xtables-nft-multi", "usr/sbin/xtables-legacy-multi", "usr/sbin/nft", "usr/sbin/conntrack", "usr/bin/kmod",
	}
	for _, so := range extensions { // the programs load them at run time
		name, err := filepath.Rel(from.node, so)
		if err != nil {
			return err
		}
		names = append(names, name)
	}
	if err := addPrograms(w, from, names...); err != nil {
		return err
	}
	for _, family := range []string{"iptables", "ip6tables"} {
		for _, verb := range []string{"", "-save", "-restore"} {
			w.Symlink("usr/sbin/"+family+"-nft"+verb, "xtables-nft-multi")
			w.Symlink("usr/sbin/"+family+"-legacy"+verb, "xtables-legacy-multi")
			if err := addFiles(w, 0o755, "usr/sbin/"+family+verb, "iptables"); err != nil {
				return err
			}
		}
	}
	for _, name := range []string{"modprobe", "lsmod"} {
		w.Symlink("usr/sbin/"+name, "../bin/kmod")
	}
	return nil
}

// nginx adds nginx with the configuration of the official image: pages in /usr/share/nginx/html, configuration in
// /etc/nginx/conf.d, and logs on the output of the container.
func nginx(_ context.Context, w *layer.Writer, from sources) error {
	if err := addPrograms(w, from, "usr/sbin/nginx"); err != nil {
		return err
	}
	for _, name := range []string{"etc/nginx/mime.types", "usr/share/nginx/html/index.html"} {
		w.Copy(name, 0o644, filepath.Join(from.workloads, name))
	}
	w.Dir("var/log/nginx", 0o755)
	w.Symlink("var/log/nginx/access.log", "/dev/stdout")
	w.Symlink("var/log/nginx/error.log", "/dev/stderr")
	w.Dir("var/lib/nginx", 0o755) // for request bodies
	return addFiles(w, 0o644, "etc/nginx/nginx.conf", "nginx.conf", "etc/nginx/conf.d/default.conf", "nginx-default.conf")
}

func stress(_ context.Context, w *layer.Writer, from sources) error {
	return addPrograms(w, from, "usr/bin/stress")
}
