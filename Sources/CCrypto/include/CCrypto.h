#pragma once
#include "coai_sha3.h"
