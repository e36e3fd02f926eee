// Package failfast tells which states cannot become well by themselves, so
// that a wait for something well need not last until its time is over.
//
// It is cautious: whatever a controller, the scheduler or the kubelet may
// still heal without anybody's help is worth waiting for. Everything is pure:
// a view goes in, a reason comes out, with the time from which it counts.
package failfast
