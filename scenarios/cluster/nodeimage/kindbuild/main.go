// Command kindbuild runs kind's node image builder, which is a library, in a separate process: the builder writes to the standard
// output, leaves its temporary files in TMPDIR, and cannot be stopped otherwise. Package nodeimage compiles and starts it.
//
//	kindbuild IMAGE BASE-IMAGE KUBERNETES-TARBALL
package main

import (
	"fmt"
	"os"

	"sigs.k8s.io/kind/pkg/build/nodeimage"
	"sigs.k8s.io/kind/pkg/cmd"
	"sigs.k8s.io/kind/pkg/exec"
)

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: kindbuild IMAGE BASE-IMAGE KUBERNETES-TARBALL")
		os.Exit(2)
	}
	err := nodeimage.Build(
		nodeimage.WithImage(os.Args[1]),
		nodeimage.WithBaseImage(os.Args[2]),
		nodeimage.WithBuildType("file"),
		nodeimage.WithKubeParam(os.Args[3]),
		nodeimage.WithLogger(cmd.NewLogger()),
	)
	if err == nil {
		return
	}
	fmt.Fprintln(os.Stderr, err)
	if run := exec.RunErrorForError(err); run != nil {
		fmt.Fprintf(os.Stderr, "%s", run.Output)
	}
	os.Exit(1)
}
