#!/usr/bin/env bash
# How well altered video and sound are found again: invents originals, alters them with FFmpeg's tool, and prints the tables of docs/robustness.md.
#   bench/robustness.sh BUILD [DIRECTORY [PART...]]     BUILD: a build with the preset "bench"; PART: pictures, sound, video, video-points or text, all unless some are named; needs ffmpeg, and espeak-ng for sound
set -euo pipefail
build=${1:?the folder of a bench build}
work=${2:-$(mktemp -d)}
parts=${*:3}
tool=$build/bin/robustness_bench
wants() { [[ -z $parts || " $parts " == *" $1 "* ]]; }

if wants pictures; then "$tool" pictures; "$tool" points; fi
if wants text; then "$build/bin/text_robustness_bench"; fi
if wants sound; then "$tool" make "$work" sound; fi
if wants video || wants video-points; then "$tool" make "$work" video; fi

quiet() { ffmpeg -nostdin -v error -y "$@"; }
# sound NAME EXTENSION ARGUMENTS...: alters every original
sound() {
  local name=$1 extension=$2
  shift 2
  mkdir -p "$work/sound/$name"
  for file in "$work"/sound/original/*.wav; do quiet -i "$file" "$@" "$work/sound/$name/$(basename "$file" .wav).$extension"; done
}
# under NAME SPEECH LEVEL: 30 s from the middle under speech that goes on; LEVEL: of the music, in dB beside the speech
under() {
  mkdir -p "$work/sound/$1"
  for file in "$work"/sound/original/*.wav; do
    quiet -ss 25 -t 30 -i "$file" -stream_loop -1 -t 30 -i "$work/$2" -filter_complex \
      "[0]aresample=22050,loudnorm=I=-23,volume=$3dB[m];[1]aresample=22050,loudnorm=I=-23[s];[m][s]amix=inputs=2:normalize=0" \
      -c:a libmp3lame -b:a 96k "$work/sound/$1/$(basename "$file" .wav).mp3"
  done
}
if wants sound; then
  # The words are invented, as everything here.
  espeak-ng -v en -s 150 -w "$work/speech-en.wav" "The harbour council met to discuss the repair of the old lighthouse and the price of fish. The mayor said that work would begin in \
  spring, when the water is calm and the ferries run again. Residents asked about the noise, about the road to the quay, and about the school bus, which must take a longer way until \
  the summer. A teacher spoke of the children who paint the boats each year, and of the museum of nets and ropes. At the end everyone drank tea and agreed to meet again in a month."
  espeak-ng -v ur -w "$work/speech-ur.wav" "یہ ایک خیالی شہر کی بندرگاہ کی خبر ہے۔ آج مچھلی کا بازار کھلا رہا اور بچوں نے کشتیوں پر رنگ کیا۔ میئر نے کہا کہ بہار میں کام شروع ہو گا اور سب لوگ چائے پی کر گھر گئے۔"
  sound mp3-64k mp3 -c:a libmp3lame -b:a 64k
  sound opus-24k ogg -c:a libopus -b:a 24k
  sound telephone-8khz wav -ar 8000 -af "highpass=f=300,lowpass=f=3400"
  sound cut-20s wav -ss 40 -t 20
  sound cut-10s wav -ss 40 -t 10
  sound noise-10db wav -filter_complex "loudnorm=I=-20[a];anoisesrc=a=0.03:c=white:d=90:seed=3[n];[a][n]amix=inputs=2:duration=first:normalize=0"
  sound echo wav -af "aecho=0.8:0.7:60|110:0.4|0.3"
  sound bass-and-compressed wav -af "bass=g=9,acompressor=threshold=0.1:ratio=6"
  sound tempo-102 wav -af "atempo=1.02"
  sound tempo-105 wav -af "atempo=1.05"
  sound pitch-101 wav -af "asetrate=22270,aresample=22050"
  sound pitch-103 wav -af "asetrate=22712,aresample=22050"
  under speech-en-music-level speech-en.wav 0
  under speech-en-music-minus-6db speech-en.wav -6
  under speech-en-music-minus-12db speech-en.wav -12
  under speech-ur-music-minus-6db speech-ur.wav -6
  under speech-ur-music-minus-12db speech-ur.wav -12
  "$tool" report "$work" sound
fi

# video NAME ARGUMENTS...
video() {
  local name=$1
  shift
  mkdir -p "$work/video/$name"
  for file in "$work"/video/original/*.avi; do
    quiet -i "$file" -c:v libx264 -preset veryfast -crf 26 -pix_fmt yuv420p "$@" "$work/video/$name/$(basename "$file" .avi).mp4"
  done
}
if wants video; then
  video re-encoded-crf-26
  video re-encoded-crf-40 -crf 40
  video scaled-50 -vf scale=160:120
  video frame-rate-5 -r 5
  video crop-4-percent-an-edge -vf crop=iw*0.92:ih*0.92
  video crop-12-percent-an-edge -vf crop=iw*0.76:ih*0.76
  video black-bars -vf "pad=iw:ih*1.25:0:(oh-ih)/2"
  video caption -vf "drawbox=x=0:y=ih*0.88:w=iw:h=ih*0.12:color=black:t=fill,drawbox=x=iw*0.2:y=ih*0.91:w=iw*0.6:h=ih*0.05:color=white:t=fill"
  video logo -vf "drawbox=x=iw*0.85:y=ih*0.05:w=iw*0.1:h=ih*0.12:color=yellow:t=fill"
  video mirrored -vf hflip
  video colour -vf "eq=brightness=0.08:contrast=1.2:saturation=0.6"
  video noise -vf "noise=alls=25:allf=t"
  video speed-125 -vf "setpts=PTS/1.25"
  video cut-10s -ss 15 -t 10
  "$tool" report "$work" video
fi
if wants video-points; then
  mkdir -p "$work/points/video"
  ln -sfn "$(realpath "$work/video/original")" "$work/points/video/original"
  altered() { video "$@" && mkdir -p "$work/points/video" && mv "$work/video/$1" "$work/points/video/"; }
  altered re-encoded-crf-40 -crf 40
  altered re-encoded-crf-46 -crf 46
  altered crop-05-percent-an-edge -vf crop=iw*0.9:ih*0.9
  altered crop-10-percent-an-edge -vf crop=iw*0.8:ih*0.8
  altered crop-25-percent-an-edge -vf crop=iw*0.5:ih*0.5
  altered crop-10-and-mirrored -vf crop=iw*0.8:ih*0.8,hflip
  altered crop-10-and-crf-36 -crf 36 -vf crop=iw*0.8:ih*0.8
  altered caption-10-percent -vf "drawbox=x=0:y=ih*0.9:w=iw:h=ih*0.1:color=black:t=fill,drawbox=x=iw*0.2:y=ih*0.92:w=iw*0.6:h=ih*0.04:color=white:t=fill"
  altered caption-20-percent -vf "drawbox=x=0:y=ih*0.8:w=iw:h=ih*0.2:color=black:t=fill,drawbox=x=iw*0.2:y=ih*0.85:w=iw*0.6:h=ih*0.05:color=white:t=fill"
  altered logo -vf "drawbox=x=iw*0.85:y=ih*0.05:w=iw*0.1:h=ih*0.12:color=yellow:t=fill"
  altered border-08-percent -vf "scale=iw*0.84:ih*0.84,pad=320:240:26:20:color=gray"
  altered picture-in-picture -vf "scale=iw*0.6:ih*0.6,pad=320:240:96:48:color=navy"
  altered mirrored -vf hflip
  altered turned-90 -vf transpose=1
  altered turned-05 -vf "rotate=5*PI/180"
  altered speed-090 -vf "setpts=PTS/0.9,crop=iw*0.9:ih*0.9"
  altered speed-110 -vf "setpts=PTS/1.1,crop=iw*0.9:ih*0.9"
  altered cut-10s-and-crop-10 -ss 15 -t 10 -vf crop=iw*0.8:ih*0.8
  "$tool" report "$work/points" video-points
fi
