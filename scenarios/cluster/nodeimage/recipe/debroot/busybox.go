package debroot

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

// addedOptions are those that Debian leaves out of its busybox and that scenarios need. Without
// the first one `wget -T 2` ends with a segmentation fault: the program stores the seconds where
// no variable is.
func addedOptions() []string { return []string{"CONFIG_FEATURE_WGET_TIMEOUT"} }

// compileBusybox compiles Debian's source package busybox with the options of its package
// busybox-static and the added ones, and puts the program among the workloads.
func compileBusybox(ctx context.Context, in Input, root, workloads string, versions map[string]string) error {
	folder := filepath.Join(root, "tmp/source") // gone with the root
	if err := fetchSource(ctx, in, root, folder); err != nil {
		return fmt.Errorf("fetch the source package busybox from %s (it must offer Debian's source packages): %w", in.Mirror, err)
	}
	descriptions, err := filepath.Glob(filepath.Join(folder, "*.dsc"))
	if err != nil || len(descriptions) != 1 {
		return errors.Join(fmt.Errorf("read the source package busybox: %d files .dsc, and it has one", len(descriptions)), err)
	}
	source := filepath.Join(folder, "busybox")
	if err := command.New("dpkg-source", "--extract", descriptions[0], source).Run(ctx); err != nil {
		return err
	}
	version, err := command.New("dpkg-parsechangelog", "--file", filepath.Join(source, "debian/changelog"), "--show-field", "Version").Output(ctx)
	if err != nil {
		return err
	}
	versions["busybox"] = strings.TrimSpace(version)
	if err := makeBusybox(ctx, source, versions["busybox"]); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(workloads, "bin"), 0o755); err != nil {
		return err
	}
	if err := os.Rename(filepath.Join(source, "busybox"), filepath.Join(workloads, "bin/busybox")); err != nil {
		return err
	}
	return os.RemoveAll(folder)
}

// fetchSource has the new root's apt fetch and verify the files of the package. Its list of
// sources is a file of its own, which does not stay in the root.
func fetchSource(ctx context.Context, in Input, root, folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	list := fmt.Sprintf("deb-src %s %s main\n", in.Mirror, in.Suite)
	if err := os.WriteFile(filepath.Join(folder, "sources.list"), []byte(list), 0o644); err != nil {
		return err
	}
	const apt = "apt-get --quiet --option APT::Sandbox::User=root --option Dir::Etc::sourceparts=- --option Dir::Etc::sourcelist=/tmp/source/sources.list"
	fetch := "cd /tmp/source && " + apt + " update --error-on=any && " + apt + " source --download-only busybox"
	return contained("chroot", root, "sh", "-c", fetch).Run(ctx)
}

// makeBusybox builds as debian/rules does. The banner says that it is not Debian's own build.
func makeBusybox(ctx context.Context, source, version string) error {
	config, err := os.ReadFile(filepath.Join(source, "debian/config/pkg/static"))
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(source, ".config"), withOptions(config, addedOptions()...), 0o644); err != nil {
		return err
	}
	settle := command.New("make", "silentoldconfig")
	settle.Stdin = strings.NewReader(strings.Repeat("\n", 1000)) // the default of what is not decided yet
	build := command.New("make", fmt.Sprintf("--jobs=%d", runtime.GOMAXPROCS(0)), "busybox", "BB_EXTRA_VERSION=Debian "+version+" and wget -T")
	for _, cmd := range []command.Cmd{settle, build} {
		cmd.Dir = source
		cmd.Env = []string{"KCONFIG_NOTIMESTAMP=1"} // the same source gives the same program
		if err := cmd.Run(ctx); err != nil {
			return fmt.Errorf("compile busybox: %w", err)
		}
	}
	return checkOptions(filepath.Join(source, ".config"), addedOptions()...)
}

// withOptions sets options in a configuration of busybox, where one that is off stands in a comment.
func withOptions(config []byte, options ...string) []byte {
	var out strings.Builder
	for line := range strings.Lines(string(config)) {
		name := strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune("# =\n", r) })
		if len(name) == 0 || !slices.Contains(options, name[0]) {
			out.WriteString(line)
		}
	}
	for _, option := range options {
		fmt.Fprintf(&out, "%s=y\n", option)
	}
	return []byte(out.String())
}

// checkOptions finds an option that this busybox does not know: its make drops it silently.
func checkOptions(file string, options ...string) error {
	config, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	for _, option := range options {
		if !strings.Contains("\n"+string(config), "\n"+option+"=y\n") {
			return fmt.Errorf("compile busybox: this version has no option %s", option)
		}
	}
	return nil
}
